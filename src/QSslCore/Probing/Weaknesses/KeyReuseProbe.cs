using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Sessions;
using QSslCore.Probing.Surveys;

namespace QSslCore.Probing.Weaknesses;

/// <summary>Compares the server's shares of several handshakes: those that the profile has seen, or three more.</summary>
/// <param name="weakness">The weakness.</param>
/// <param name="isElliptic">Shares on curves; else in finite fields.</param>
/// <param name="certainty">How much follows from it.</param>
internal sealed class KeyReuseProbe(Weakness weakness, bool isElliptic, WeaknessCertainty certainty) : WeaknessProbe(weakness)
{
    /// <summary>A server that changes its key after every second session is seen by three.</summary>
    private const int Count = 3;

    /// <summary>The weaknesses that follow from it.</summary>
    public static IReadOnlyList<KeyReuseProbe> All =>
    [
        new(WeaknessTable.DhReuse, false, WeaknessCertainty.Proved),
        new(WeaknessTable.EcdhReuse, true, WeaknessCertainty.Proved),
        // The reuse is seen; whether the time of the server tells the zeros in front of the secret is not measured.
        new(WeaknessTable.Raccoon, false, WeaknessCertainty.Likely),
    ];

    private string Sent => $"the public values of {(isElliptic ? "ECDHE" : "DHE")}";

    protected override WeaknessFinding? Judge(SslHostProfile profile)
    {
        SslProfileFact reuse = isElliptic ? profile.KeyReuse.Elliptic : profile.KeyReuse.FiniteField;
        return reuse.Value switch
        {
            SslProfileStatus.Yes => Vulnerable(Sent, reuse.Reason, certainty),
            SslProfileStatus.No => NotVulnerable(Sent, reuse.Reason, WeaknessCertainty.Likely),
            SslProfileStatus.NotApplicable => NotApplicable(reuse.Reason),
            _ => OfClassicTls(profile),
        };
    }

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        IReadOnlyList<byte[]> values = await context.MeasureAsync(
            $"{nameof(KeyReuseProbe)} {isElliptic}", () => SharesAsync(context, cancellation)).ConfigureAwait(false);
        return values.Count == 0 ? NotApplicable("no such key exchange is accepted")
            : values.Select(Convert.ToHexString).Distinct().Count() < values.Count
                ? Vulnerable(Sent, $"one value came more than once in {Count} key exchanges", certainty)
                : NotVulnerable(Sent, $"{Count} key exchanges had {Count} values", WeaknessCertainty.Likely);
    }

    /// <summary>The shares of several handshakes; none where the host refuses the first.</summary>
    private async Task<IReadOnlyList<byte[]>> SharesAsync(ProbeContext context, CancellationToken cancellation)
    {
        int newest = TlsVersion.All.LastOrDefault(v => v is >= TlsVersion.Ssl3 and <= TlsVersion.Tls12 && context.Profile.Protocols.Any(
            p => p.Version == TlsVersion.NameOf(v) && p.Status == SslProfileStatus.Accepted));
        ClientHello usual = Hellos.Usual(newest == 0 ? TlsVersion.Tls12 : newest, context.Interview.ServerName);
        List<byte[]> values = [];
        for (int i = 0; i < Count; i++)
        {
            ServerAnswer answer = await context.Interview.AskAsync(
                usual with { Suites = [.. usual.Suites.Where(IsOfKind)] }, cancellation).ConfigureAwait(false);
            if (answer.IsRefused && i == 0)
                break;
            values.Add(answer.KeyExchange is { Public.Length: > 0 } exchange ? exchange.Public : throw new SessionException(answer.Reason));
        }
        return values;
    }

    private bool IsOfKind(int code) => TlsSuite.Find(code) is { } suite && (isElliptic ? suite.IsElliptic : suite.IsFiniteField);
}
