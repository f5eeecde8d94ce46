namespace QSslCore.Probing.Weaknesses;

/// <summary>CBC without encrypt-then-MAC. Whether the host's time tells anything is not measured: a network hides it.</summary>
internal sealed class Lucky13Rule() : WeaknessProbe(WeaknessTable.Lucky13)
{
    private const string Sent = "CBC, and encrypt_then_mac";

    protected override WeaknessFinding? Judge(SslHostProfile profile)
    {
        (IReadOnlyList<string> bad, IReadOnlyList<string> gaps) =
            SuiteRule.Look(profile, ["SSL 3.0", "TLS 1.0", "TLS 1.1", "TLS 1.2"], c => c.Weak.Contains("CBC"));
        return bad.Count == 0
            ? gaps.Count > 0 ? Unknown(string.Join("; ", gaps), Sent) : NotVulnerable(Sent, "no CBC")
            : profile.EncryptThenMac.Value switch
            {
                SslProfileStatus.Yes => NotVulnerable(Sent, "CBC with encrypt-then-MAC where clients offer it", WeaknessCertainty.Likely),
                SslProfileStatus.No => Vulnerable(Sent, $"{SuiteRule.Show(bad)}, without it", WeaknessCertainty.Possible),
                _ => Unknown($"CBC is accepted, and encrypt-then-MAC is not known: {profile.EncryptThenMac.Reason}", Sent),
            };
    }
}
