using System.Numerics;

namespace QSslCore.Probing.Weaknesses.Keys;

/// <summary>
/// What shows only beside other hosts: an RSA key that another host uses with SSL 2.0 (DROWN), and a factor that another key has, too.
/// </summary>
internal static class FleetJudge
{
    private const string OfRun = "of all hosts of the run";

    /// <summary>Judges the profiles of a run together.</summary>
    /// <returns>The profiles in the same order; those that are not touched are the same instances.</returns>
    public static IReadOnlyList<SslHostProfile> Judge(IReadOnlyList<SslHostProfile> profiles)
    {
        IReadOnlyList<CertificateKey>[] keys = [.. profiles.Select(CertificateKey.Of)];
        IReadOnlySet<BigInteger> shared = RsaFactors.Shared(keys.SelectMany(k => k).Select(k => k.Modulus));
        // The first host with SSL 2.0 of each RSA key.
        Dictionary<string, int> exposed = [];
        for (int i = 0; i < profiles.Count; i++)
        {
            if (!profiles[i].Protocols.Any(p => p.Version == DrownRule.Ssl2 && p.Status == SslProfileStatus.Accepted))
                continue;
            foreach (CertificateKey key in keys[i].Where(k => !k.Modulus.IsZero))
                exposed.TryAdd(key.Fingerprint, i);
        }
        List<SslHostProfile> judged = [];
        for (int i = 0; i < profiles.Count; i++)
        {
            SslHostProfile profile = profiles[i];
            if (keys[i].Any(k => shared.Contains(k.Modulus)))
                profile = With(profile, WeaknessTable.WeakKey, $"the moduli {OfRun}", "a factor that another key has, too");
            foreach (CertificateKey key in keys[i])
            {
                if (exposed.TryGetValue(key.Fingerprint, out int at) && at != i)
                {
                    profile = With(
                        profile, WeaknessTable.Drown, $"the keys {OfRun}",
                        $"{profiles[at].Target} uses the key with SSL 2.0");
                }
            }
            judged.Add(profile);
        }
        return judged;
    }

    /// <summary>What the other hosts of a run show of a host that was judged; for people.</summary>
    public static string Evidence(SslHostProfile profile) => string.Join("; ", profile.Weaknesses
        .Where(w => w.Status == SslProfileStatus.Vulnerable && w.Evidence.Contains(OfRun, StringComparison.Ordinal))
        .Select(w => $"{w.Id}: {w.Evidence}"));

    /// <summary>The weakness is there; what was found at the host itself stays.</summary>
    private static SslHostProfile With(SslHostProfile profile, Weakness weakness, string sent, string received)
    {
        SslProfileWeakness found =
            new WeaknessFinding(weakness, WeaknessStatus.Vulnerable, WeaknessCertainty.Proved, sent, received).ToProfile();
        return profile.Weaknesses.FirstOrDefault(w => w.Id == weakness.Id) switch
        {
            { Status: SslProfileStatus.Vulnerable } => profile,
            null => profile with { Weaknesses = [.. profile.Weaknesses, found] },
            _ => profile with { Weaknesses = [.. profile.Weaknesses.Select(w => w.Id == weakness.Id ? found : w)] },
        };
    }
}
