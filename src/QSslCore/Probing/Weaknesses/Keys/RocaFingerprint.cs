using System.Numerics;

namespace QSslCore.Probing.Weaknesses.Keys;

/// <summary>
/// The fingerprint of keys that Infineon's library made (CVE-2017-15361): modulo each small prime, both factors and so the modulus are
/// powers of 65537. Another key has it with a probability of about 2^-28.
/// </summary>
internal static class RocaFingerprint
{
    private const int Generator = 65537;

    /// <summary>The primes whose product the library used for the shortest keys; 2 tells nothing.</summary>
    private static readonly int[] s_primes =
    [
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137,
        139, 149, 151, 157, 163, 167,
    ];

    private static readonly Lazy<(int Prime, HashSet<int> Powers)[]> s_powers = new(() => [.. s_primes.Select(p => (p, Powers(p)))]);

    /// <summary>Whether a modulus has it.</summary>
    public static bool IsIn(BigInteger modulus) => s_powers.Value.All(p => p.Powers.Contains((int)(modulus % p.Prime)));

    private static HashSet<int> Powers(int prime)
    {
        HashSet<int> powers = [];
        for (int power = 1; powers.Add(power);)
            power = power * (Generator % prime) % prime;
        return powers;
    }
}
