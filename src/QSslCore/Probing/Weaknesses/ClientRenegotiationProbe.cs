using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>Begins one second handshake and does not finish it; an attack would begin thousands.</summary>
internal sealed class ClientRenegotiationProbe() : WeaknessProbe(WeaknessTable.ClientRenegotiation)
{
    private const string Sent = "a hello within a session, and close_notify behind it";

    // The openssl program sleeps when a client begins again.
    public override bool HoldsUp => true;

    public override SslHostProfile Write(SslHostProfile profile, WeaknessFinding finding)
    {
        SslProfileFact fact = finding.Status switch
        {
            WeaknessStatus.Vulnerable => SslProfileFact.Yes(finding.Received),
            WeaknessStatus.NotVulnerable => SslProfileFact.No(finding.Received),
            WeaknessStatus.NotApplicable => SslProfileFact.NotApplicable(finding.Received),
            _ => SslProfileFact.Unknown(finding.Received),
        };
        return base.Write(profile, finding) with { Renegotiation = profile.Renegotiation with { ClientInitiated = fact } };
    }

    protected override WeaknessFinding? Judge(SslHostProfile profile) => OfClassicTls(profile);

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        SessionEvent answer = await Renegotiation.TryAsync(context, isBound: true, cancellation).ConfigureAwait(false);
        return answer.Message == Renegotiation.ServerHello
            ? Vulnerable(Sent, "a new hello")
            : await RefusedAsync(context, Sent, answer, isWithin: true, cancellation).ConfigureAwait(false);
    }
}
