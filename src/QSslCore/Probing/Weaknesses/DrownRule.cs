namespace QSslCore.Probing.Weaknesses;

/// <summary>SSL 2.0 on this host. The same key on another host of a run is found by <see cref="Keys.FleetJudge"/>.</summary>
internal sealed class DrownRule() : WeaknessProbe(WeaknessTable.Drown)
{
    /// <summary>The version.</summary>
    public const string Ssl2 = "SSL 2.0";

    private const string Sent = "a hello of SSL 2.0";

    protected override WeaknessFinding? Judge(SslHostProfile profile) =>
        profile.Protocols.FirstOrDefault(p => p.Version == Ssl2) switch
        {
            null => Unknown($"{Ssl2} was not looked at", Sent),
            { Status: SslProfileStatus.Refused } refused => NotVulnerable(
                Sent, refused.Reason.Length > 0 ? refused.Reason : "it is refused"),
            { Status: SslProfileStatus.Accepted, Ciphers.Length: > 0 } accepted => Vulnerable(
                Sent, $"it is accepted with {SuiteRule.Show([.. accepted.Ciphers.Select(c => c.Name)])}"),
            // Suites that are not offered can be had all the same (CVE-2015-3197).
            { Status: SslProfileStatus.Accepted } => Vulnerable(Sent, "it is answered, without suites", WeaknessCertainty.Likely),
            { } other => Unknown(other.Reason, Sent),
        };
}
