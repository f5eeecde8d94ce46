namespace QSslCore.Probing.Weaknesses;

/// <summary>Diffie-Hellman for export, or with primes that a state can break.</summary>
internal sealed class LogjamRule() : WeaknessProbe(WeaknessTable.Logjam)
{
    /// <summary>The discrete logarithm of primes up to here is in reach.</summary>
    public const int MaxWeakBits = 1024;

    private const string Sent = "DHE for export, and the sizes of primes";

    protected override WeaknessFinding? Judge(SslHostProfile profile)
    {
        (IReadOnlyList<string> export, IReadOnlyList<string> gaps) =
            SuiteRule.Look(profile, Versions, c => c.Weak.Contains("Export") && IsField(c));
        if (export.Count > 0)
            return Vulnerable(Sent, SuiteRule.Show(export));
        if (profile.DiffieHellman.FirstOrDefault(d => d.Bits is > 0 and <= MaxWeakBits) is { } small)
        {
            return Vulnerable(Sent, $"a prime of {small.Bits} bits{Known(small)}",
                small.Bits < MaxWeakBits ? WeaknessCertainty.Proved : WeaknessCertainty.Likely);
        }
        return gaps.Count > 0 ? Unknown(string.Join("; ", gaps), Sent)
            : profile.DiffieHellman.Length > 0 ? NotVulnerable(Sent, $"primes of {profile.DiffieHellman.Min(d => d.Bits)} bits and more")
            : SuiteRule.Look(profile, Versions, IsField).Bad.Count > 0 ? Unknown("DHE is accepted, and its primes are not known", Sent)
            : NotVulnerable(Sent, "no DHE");
    }

    /// <summary>The versions that have parameters of their own.</summary>
    public static string[] Versions { get; } = ["SSL 3.0", "TLS 1.0", "TLS 1.1", "TLS 1.2"];

    /// <summary>The key exchange is in a prime field.</summary>
    public static bool IsField(SslProfileCipher cipher) => cipher.KeyExchange is "DHE" or "DH" or "DHE_PSK";

    /// <summary>What shares a prime, for people.</summary>
    public static string Known(SslProfileDiffieHellman parameters) =>
        parameters.KnownAs.Length > 0 ? $", known as {parameters.KnownAs}" : "";
}
