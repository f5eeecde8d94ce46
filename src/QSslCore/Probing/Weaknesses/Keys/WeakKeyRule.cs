using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses.Keys;

/// <summary>Looks at the keys of a host's certificates. Factors that hosts share are found by <see cref="FleetJudge"/>.</summary>
internal sealed class WeakKeyRule() : WeaknessProbe(WeaknessTable.WeakKey)
{
    private const string Sent = "the keys of the certificates: ROCA, close and small factors, published keys";

    protected override WeaknessFinding? Judge(SslHostProfile profile) =>
        CertificateKey.Of(profile) is { Count: > 0 } keys ? Judge(keys) : null;

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        ServerAnswer answer = await context.Interview.AskAsync(context.Offer(_ => true), cancellation).ConfigureAwait(false);
        if (!answer.IsAccepted)
            throw new SessionException($"no certificate was seen: {answer.Reason}");
        return answer.Certificates is [{ } first, ..] ? Judge([CertificateKey.Of(first)]) : Unknown("no certificate was seen", Sent);
    }

    private WeaknessFinding Judge(IReadOnlyList<CertificateKey> keys) =>
        keys.Select(k => k.Weakness).FirstOrDefault(w => w is not null) is { } reason
            ? Vulnerable(Sent, reason)
            : keys.FirstOrDefault(k => k.Doubt.Length > 0) is { } unseen ? Unknown(unseen.Doubt, Sent)
            : NotVulnerable(Sent, $"nothing at {keys.Count} {(keys.Count == 1 ? "key" : "keys")}");
}
