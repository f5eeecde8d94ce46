namespace QSslCore.Verification;

/// <summary>The signature algorithms of certificates, by their object identifiers.</summary>
internal static class SignatureAlgorithmTable
{
    public const string Ed25519 = KeyNames.Ed25519;

    private static readonly Dictionary<string, (string Name, SignatureScheme Scheme, DigestAlgorithm? Digest)> s_algorithms = new()
    {
        ["1.2.840.113549.1.1.2"] = ("md2WithRSAEncryption", SignatureScheme.RsaPkcs1, DigestAlgorithm.Md2),
        ["1.2.840.113549.1.1.3"] = ("md4WithRSAEncryption", SignatureScheme.RsaPkcs1, DigestAlgorithm.Md4),
        ["1.2.840.113549.1.1.4"] = ("md5WithRSAEncryption", SignatureScheme.RsaPkcs1, DigestAlgorithm.Md5),
        ["1.2.840.113549.1.1.5"] = ("sha1WithRSAEncryption", SignatureScheme.RsaPkcs1, DigestAlgorithm.Sha1),
        [KeyNames.RsaPss] = ("RSASSA-PSS", SignatureScheme.RsaPss, null),
        ["1.2.840.113549.1.1.11"] = ("sha256WithRSAEncryption", SignatureScheme.RsaPkcs1, DigestAlgorithm.Sha256),
        ["1.2.840.113549.1.1.12"] = ("sha384WithRSAEncryption", SignatureScheme.RsaPkcs1, DigestAlgorithm.Sha384),
        ["1.2.840.113549.1.1.13"] = ("sha512WithRSAEncryption", SignatureScheme.RsaPkcs1, DigestAlgorithm.Sha512),
        ["1.2.840.113549.1.1.14"] = ("sha224WithRSAEncryption", SignatureScheme.RsaPkcs1, DigestAlgorithm.Sha224),
        ["1.2.840.113549.1.1.15"] = ("sha512-224WithRSAEncryption", SignatureScheme.RsaPkcs1, DigestAlgorithm.Sha512Half224),
        ["1.2.840.113549.1.1.16"] = ("sha512-256WithRSAEncryption", SignatureScheme.RsaPkcs1, DigestAlgorithm.Sha512Half256),
        ["2.16.840.1.101.3.4.3.13"] = ("RSA-SHA3-224", SignatureScheme.RsaPkcs1, DigestAlgorithm.Sha3Of224),
        ["2.16.840.1.101.3.4.3.14"] = ("RSA-SHA3-256", SignatureScheme.RsaPkcs1, DigestAlgorithm.Sha3Of256),
        ["2.16.840.1.101.3.4.3.15"] = ("RSA-SHA3-384", SignatureScheme.RsaPkcs1, DigestAlgorithm.Sha3Of384),
        ["2.16.840.1.101.3.4.3.16"] = ("RSA-SHA3-512", SignatureScheme.RsaPkcs1, DigestAlgorithm.Sha3Of512),

        // The identifiers of the OIW workshop and of TeleTrusT. They are older than those above, and some libraries still read them.
        ["1.3.14.3.2.2"] = ("md4WithRSA", SignatureScheme.RsaPkcs1, DigestAlgorithm.Md4),
        ["1.3.14.3.2.3"] = ("md5WithRSA", SignatureScheme.RsaPkcs1, DigestAlgorithm.Md5),
        ["1.3.14.3.2.4"] = ("md4WithRSAEncryption", SignatureScheme.RsaPkcs1, DigestAlgorithm.Md4),
        ["1.3.14.3.2.15"] = ("shaWithRSAEncryption", SignatureScheme.RsaPkcs1, null),
        ["1.3.14.3.2.29"] = ("sha1WithRSA", SignatureScheme.RsaPkcs1, DigestAlgorithm.Sha1),
        ["1.3.36.3.3.1.2"] = ("ripemd160WithRSA", SignatureScheme.RsaPkcs1, DigestAlgorithm.Ripemd160),
        ["1.3.14.3.2.13"] = ("dsaWithSHA", SignatureScheme.Dsa, null),
        ["1.3.14.3.2.27"] = ("dsaWithSHA1", SignatureScheme.Dsa, DigestAlgorithm.Sha1),

        ["1.2.840.10040.4.3"] = ("dsa-with-SHA1", SignatureScheme.Dsa, DigestAlgorithm.Sha1),
        ["2.16.840.1.101.3.4.3.1"] = ("dsa-with-SHA224", SignatureScheme.Dsa, DigestAlgorithm.Sha224),
        ["2.16.840.1.101.3.4.3.2"] = ("dsa-with-SHA256", SignatureScheme.Dsa, DigestAlgorithm.Sha256),
        ["2.16.840.1.101.3.4.3.3"] = ("dsa-with-SHA384", SignatureScheme.Dsa, DigestAlgorithm.Sha384),
        ["2.16.840.1.101.3.4.3.4"] = ("dsa-with-SHA512", SignatureScheme.Dsa, DigestAlgorithm.Sha512),

        ["1.2.840.10045.4.1"] = ("ecdsa-with-SHA1", SignatureScheme.Ecdsa, DigestAlgorithm.Sha1),
        ["1.2.840.10045.4.3.1"] = ("ecdsa-with-SHA224", SignatureScheme.Ecdsa, DigestAlgorithm.Sha224),
        ["1.2.840.10045.4.3.2"] = ("ecdsa-with-SHA256", SignatureScheme.Ecdsa, DigestAlgorithm.Sha256),
        ["1.2.840.10045.4.3.3"] = ("ecdsa-with-SHA384", SignatureScheme.Ecdsa, DigestAlgorithm.Sha384),
        ["1.2.840.10045.4.3.4"] = ("ecdsa-with-SHA512", SignatureScheme.Ecdsa, DigestAlgorithm.Sha512),
        ["2.16.840.1.101.3.4.3.9"] = ("ecdsa_with_SHA3-224", SignatureScheme.Ecdsa, DigestAlgorithm.Sha3Of224),
        ["2.16.840.1.101.3.4.3.10"] = ("ecdsa_with_SHA3-256", SignatureScheme.Ecdsa, DigestAlgorithm.Sha3Of256),
        ["2.16.840.1.101.3.4.3.11"] = ("ecdsa_with_SHA3-384", SignatureScheme.Ecdsa, DigestAlgorithm.Sha3Of384),
        ["2.16.840.1.101.3.4.3.12"] = ("ecdsa_with_SHA3-512", SignatureScheme.Ecdsa, DigestAlgorithm.Sha3Of512),

        [Ed25519] = ("Ed25519", SignatureScheme.EdDsa, null),
        [KeyNames.Ed448] = ("Ed448", SignatureScheme.EdDsa, null),
        [KeyNames.MlDsa44] = ("ML-DSA-44", SignatureScheme.MlDsa, null),
        [KeyNames.MlDsa65] = ("ML-DSA-65", SignatureScheme.MlDsa, null),
        [KeyNames.MlDsa87] = ("ML-DSA-87", SignatureScheme.MlDsa, null),
        ["2.16.840.1.101.3.4.3.20"] = ("SLH-DSA-SHA2-128s", SignatureScheme.SlhDsa, null),
        ["2.16.840.1.101.3.4.3.21"] = ("SLH-DSA-SHA2-128f", SignatureScheme.SlhDsa, null),
        ["2.16.840.1.101.3.4.3.22"] = ("SLH-DSA-SHA2-192s", SignatureScheme.SlhDsa, null),
        ["2.16.840.1.101.3.4.3.23"] = ("SLH-DSA-SHA2-192f", SignatureScheme.SlhDsa, null),
        ["2.16.840.1.101.3.4.3.24"] = ("SLH-DSA-SHA2-256s", SignatureScheme.SlhDsa, null),
        ["2.16.840.1.101.3.4.3.25"] = ("SLH-DSA-SHA2-256f", SignatureScheme.SlhDsa, null),
        ["2.16.840.1.101.3.4.3.26"] = ("SLH-DSA-SHAKE-128s", SignatureScheme.SlhDsa, null),
        ["2.16.840.1.101.3.4.3.27"] = ("SLH-DSA-SHAKE-128f", SignatureScheme.SlhDsa, null),
        ["2.16.840.1.101.3.4.3.28"] = ("SLH-DSA-SHAKE-192s", SignatureScheme.SlhDsa, null),
        ["2.16.840.1.101.3.4.3.29"] = ("SLH-DSA-SHAKE-192f", SignatureScheme.SlhDsa, null),
        ["2.16.840.1.101.3.4.3.30"] = ("SLH-DSA-SHAKE-256s", SignatureScheme.SlhDsa, null),
        ["2.16.840.1.101.3.4.3.31"] = ("SLH-DSA-SHAKE-256f", SignatureScheme.SlhDsa, null),
    };

    /// <summary>Returns the entry of an algorithm. An unknown algorithm has no scheme, and its object identifier is its name.</summary>
    public static (string Name, SignatureScheme Scheme, DigestAlgorithm? Digest) Find(string oid) =>
        s_algorithms.TryGetValue(oid, out var algorithm) ? algorithm : (oid, SignatureScheme.Unknown, null);
}
