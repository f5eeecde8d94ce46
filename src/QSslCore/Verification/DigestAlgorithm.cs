using System.Security.Cryptography;

namespace QSslCore.Verification;

/// <summary>A hash algorithm of a signature.</summary>
/// <param name="Oid">The object identifier.</param>
/// <param name="Name">The usual name, such as <c>SHA-256</c>.</param>
/// <param name="Bytes">The length of its hashes in bytes.</param>
/// <param name="IsBroken">Whether collisions can be found with less work than the length suggests.</param>
/// <param name="Hash">The .NET name; null if .NET does not have the algorithm.</param>
internal sealed record DigestAlgorithm(string Oid, string Name, int Bytes, bool IsBroken = false, HashAlgorithmName? Hash = null)
{
    /// <summary>A digest of n bits resists collisions with n/2 bits. 112 bits are required, as in OpenSSL's security level 2.</summary>
    private const int MinBytes = 28;

    public static DigestAlgorithm Md2 { get; } = new("1.2.840.113549.2.2", "MD2", 16, IsBroken: true);

    public static DigestAlgorithm Md4 { get; } = new("1.2.840.113549.2.4", "MD4", 16, IsBroken: true);

    public static DigestAlgorithm Md5 { get; } = new("1.2.840.113549.2.5", "MD5", 16, IsBroken: true, HashAlgorithmName.MD5);

    public static DigestAlgorithm Sha1 { get; } = new("1.3.14.3.2.26", "SHA-1", 20, IsBroken: true, HashAlgorithmName.SHA1);

    public static DigestAlgorithm Ripemd160 { get; } = new("1.3.36.3.2.1", "RIPEMD-160", 20);

    public static DigestAlgorithm Sha224 { get; } = new("2.16.840.1.101.3.4.2.4", "SHA-224", 28);

    public static DigestAlgorithm Sha256 { get; } = new("2.16.840.1.101.3.4.2.1", "SHA-256", 32, Hash: HashAlgorithmName.SHA256);

    public static DigestAlgorithm Sha384 { get; } = new("2.16.840.1.101.3.4.2.2", "SHA-384", 48, Hash: HashAlgorithmName.SHA384);

    public static DigestAlgorithm Sha512 { get; } = new("2.16.840.1.101.3.4.2.3", "SHA-512", 64, Hash: HashAlgorithmName.SHA512);

    public static DigestAlgorithm Sha512Half224 { get; } = new("2.16.840.1.101.3.4.2.5", "SHA-512/224", 28);

    public static DigestAlgorithm Sha512Half256 { get; } = new("2.16.840.1.101.3.4.2.6", "SHA-512/256", 32);

    public static DigestAlgorithm Sha3Of224 { get; } = new("2.16.840.1.101.3.4.2.7", "SHA3-224", 28);

    public static DigestAlgorithm Sha3Of256 { get; } = new("2.16.840.1.101.3.4.2.8", "SHA3-256", 32, Hash: HashAlgorithmName.SHA3_256);

    public static DigestAlgorithm Sha3Of384 { get; } = new("2.16.840.1.101.3.4.2.9", "SHA3-384", 48, Hash: HashAlgorithmName.SHA3_384);

    public static DigestAlgorithm Sha3Of512 { get; } = new("2.16.840.1.101.3.4.2.10", "SHA3-512", 64, Hash: HashAlgorithmName.SHA3_512);

    private static readonly Dictionary<string, DigestAlgorithm> s_all = new DigestAlgorithm[]
    {
        Md2, Md4, Md5, Sha1, Ripemd160, Sha224, Sha256, Sha384, Sha512, Sha512Half224, Sha512Half256,
        Sha3Of224, Sha3Of256, Sha3Of384, Sha3Of512,
    }.ToDictionary(digest => digest.Oid);

    public bool IsWeak => IsBroken || Bytes < MinBytes;

    /// <returns>Null for an unknown digest, which counts as weak.</returns>
    public static DigestAlgorithm? Find(string oid) => s_all.GetValueOrDefault(oid);
}
