using System.Security.Cryptography;

namespace QSslCore.Probing.Catalog;

/// <summary>Diffie-Hellman primes that many servers share.</summary>
internal static class KnownPrimes
{
    private static readonly Lazy<Dictionary<string, string>> s_known = new(() => CatalogFile.Read("primes.tsv", 3)
        .DistinctBy(row => row[0]).ToDictionary(row => row[0], row => row[2]));

    /// <summary>What a prime is known from; empty for others.</summary>
    /// <param name="prime">Big-endian; leading zeros do not matter.</param>
    public static string NameOf(ReadOnlySpan<byte> prime) =>
        s_known.Value.GetValueOrDefault(Convert.ToHexString(SHA256.HashData(prime.TrimStart((byte)0)).AsSpan(0, 16))) ?? "";
}
