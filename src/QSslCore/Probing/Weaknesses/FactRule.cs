namespace QSslCore.Probing.Weaknesses;

/// <summary>A weakness that is a fact of the profile; nothing is asked.</summary>
/// <param name="weakness">The weakness.</param>
/// <param name="fact">The fact.</param>
/// <param name="bad">The value that is the weakness.</param>
/// <param name="what">What was looked at; for people.</param>
/// <param name="certainty">How much follows from it.</param>
internal sealed class FactRule(
    Weakness weakness, Func<SslHostProfile, SslProfileFact> fact, string bad, string what, WeaknessCertainty certainty)
    : WeaknessProbe(weakness)
{
    /// <summary>The rules.</summary>
    public static IReadOnlyList<FactRule> All =>
    [
        new(WeaknessTable.Crime, p => p.Compression, SslProfileStatus.Yes, "a hello with compression", WeaknessCertainty.Proved),
        new(WeaknessTable.NoFallbackScsv, p => p.FallbackScsv, SslProfileStatus.No, "a hello with TLS_FALLBACK_SCSV",
            WeaknessCertainty.Proved),
        new(WeaknessTable.NoExtendedMasterSecret, p => p.ExtendedMasterSecret, SslProfileStatus.No,
            "a hello with extended_master_secret", WeaknessCertainty.Proved),
        // Whether the application minds a replay is not known.
        new(WeaknessTable.EarlyData, p => p.EarlyData, SslProfileStatus.Yes, "tickets of TLS 1.3", WeaknessCertainty.Possible),
    ];

    protected override WeaknessFinding? Judge(SslHostProfile profile)
    {
        SslProfileFact found = fact(profile);
        return found.Value switch
        {
            SslProfileStatus.Unknown => Unknown(found.Reason.Length > 0 ? found.Reason : "it was not looked at", what),
            SslProfileStatus.NotApplicable => NotApplicable(found.Reason),
            _ when found.Value == bad => Vulnerable(what, found.ToString(), certainty),
            _ => NotVulnerable(what, found.ToString()),
        };
    }
}
