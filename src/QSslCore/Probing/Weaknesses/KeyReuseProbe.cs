using QSslCore.Probing.Sessions;

namespace QSslCore.Probing.Weaknesses;

/// <summary>Compares the server's shares of several handshakes.</summary>
internal sealed class KeyReuseProbe(Weakness weakness, KeyAgreement agreement, WeaknessCertainty certainty) : WeaknessProbe(weakness)
{
    /// <summary>The weaknesses that follow from it.</summary>
    public static IReadOnlyList<KeyReuseProbe> All =>
    [
        new(WeaknessTable.DhReuse, KeyAgreement.Dhe, WeaknessCertainty.Proved),
        new(WeaknessTable.EcdhReuse, KeyAgreement.Ecdhe, WeaknessCertainty.Proved),
        // The reuse is seen; whether the time of the server tells the zeros is not measured.
        new(WeaknessTable.Raccoon, KeyAgreement.Dhe, WeaknessCertainty.Likely),
    ];

    private string Sent => $"three handshakes with {(agreement == KeyAgreement.Dhe ? "DHE" : "ECDHE")}";

    protected override WeaknessFinding? Judge(SslHostProfile profile) =>
        OfClassicTls(profile)
        ?? OfFact(agreement == KeyAgreement.Dhe ? profile.KeyReuse.FiniteField : profile.KeyReuse.Elliptic, SslProfileStatus.Yes, "shares of several handshakes", certainty);

    protected override async Task<WeaknessFinding?> AskAsync(ProbeContext context, CancellationToken cancellation)
    {
        try
        {
            return ServerShares.AreReused(await ServerShares.OfAsync(context, agreement, cancellation).ConfigureAwait(false))
                ? Vulnerable(Sent, "the same public value more than once", certainty)
                : NotVulnerable(Sent, "three different public values", WeaknessCertainty.Likely);
        }
        catch (SessionException e) when (e.IsRefusal)
        {
            return NotVulnerable(Sent, e.Message);
        }
    }
}
