using System.Formats.Asn1;

namespace QSslCore;

/// <summary>Reads the algorithm identifier of a key.</summary>
internal static class KeyNames
{
    public const string Rsa = "1.2.840.113549.1.1.1";
    public const string RsaOfX500 = "2.5.8.1.1";
    public const string RsaPss = "1.2.840.113549.1.1.10";
    public const string Dsa = "1.2.840.10040.4.1";
    public const string Ec = "1.2.840.10045.2.1";
    public const string DhPkcs3 = "1.2.840.113549.1.3.1";
    public const string DhX942 = "1.2.840.10046.2.1";

    // The identifier of such a key also identifies its signature or key agreement (RFC 8410, RFC 9881).
    public const string X25519 = "1.3.101.110";
    public const string X448 = "1.3.101.111";
    public const string Ed25519 = "1.3.101.112";
    public const string Ed448 = "1.3.101.113";
    public const string MlDsa44 = "2.16.840.1.101.3.4.3.17";
    public const string MlDsa65 = "2.16.840.1.101.3.4.3.18";
    public const string MlDsa87 = "2.16.840.1.101.3.4.3.19";

    private static readonly Dictionary<string, string> s_opaque = new()
    {
        [X25519] = nameof(X25519),
        [X448] = nameof(X448),
        [Ed25519] = nameof(Ed25519),
        [Ed448] = nameof(Ed448),
    };

    private static readonly Dictionary<string, (string Name, int SecurityBits)> s_mlDsa = new()
    {
        [MlDsa44] = ("ML-DSA-44", 128),
        [MlDsa65] = ("ML-DSA-65", 192),
        [MlDsa87] = ("ML-DSA-87", 256),
    };

    public static (string Name, int Bits)? Curve(string oid) => CurveNames.Find(oid);

    public static int? MlDsaSecurityBits(string oid) => s_mlDsa.TryGetValue(oid, out var set) ? set.SecurityBits : null;

    /// <summary>Returns the algorithm of an encoded key, and its length if the algorithm determines it. The length of ML-DSA is its
    /// security level.</summary>
    /// <param name="material">PKCS#8 of a private key, or SubjectPublicKeyInfo of a public key.</param>
    /// <param name="type">The half of the key pair.</param>
    public static (KeyAlgorithm Algorithm, int? Length) AlgorithmOf(ReadOnlyMemory<byte> material, KeyType type) =>
        OidOf(material, type) switch
    {
        Rsa or RsaOfX500 or RsaPss => (KeyAlgorithm.Rsa, null),
        Dsa => (KeyAlgorithm.Dsa, null),
        Ec => (KeyAlgorithm.Ec, null),
        DhPkcs3 or DhX942 => (KeyAlgorithm.Dh, null),
        string oid when MlDsaSecurityBits(oid) is int bits => (KeyAlgorithm.MlDsa, bits),
        _ => (KeyAlgorithm.Opaque, -1),
    };

    /// <summary>Returns the object identifier of the algorithm; empty if the key cannot be read.</summary>
    public static string OidOf(ReadOnlyMemory<byte> material, KeyType type)
    {
        try
        {
            AsnReader info = new AsnReader(material, AsnEncodingRules.BER).ReadSequence();
            if (type == KeyType.PrivateKey)
                info.ReadInteger();
            return info.ReadSequence().ReadObjectIdentifier();
        }
        catch (AsnContentException)
        {
            return "";
        }
    }

    /// <summary>Returns the algorithm and the size or the curve, such as <c>RSA 2048</c>, <c>EC P-256</c> or <c>Ed25519</c>.</summary>
    public static string Describe(QSslKey key)
    {
        if (key.IsNull)
            return "unreadable key";

        if (key.Held is { } held)
            return Describe(held.PublicHalf);
        try
        {
            AsnReader info = new AsnReader(key.ToMemory(), AsnEncodingRules.BER).ReadSequence();
            if (key.Type == KeyType.PrivateKey)
                info.ReadInteger();
            AsnReader algorithm = info.ReadSequence();
            return Describe(algorithm.ReadObjectIdentifier(), algorithm, key.Length);
        }
        catch (AsnContentException)
        {
            return key.Length > 0 ? $"{key.Algorithm} {key.Length}" : key.Algorithm.ToString();
        }
    }

    private static string Describe(string oid, AsnReader parameters, int length) => oid switch
    {
        Rsa or RsaOfX500 => $"RSA {length}",
        RsaPss => $"RSA-PSS {length}",
        Dsa => $"DSA {length}",
        DhPkcs3 or DhX942 => $"DH {length}",
        Ec => $"EC {CurveName(parameters) ?? (length > 0 ? $"{length}" : "key")}",
        _ when s_mlDsa.TryGetValue(oid, out var set) => set.Name,
        _ => s_opaque.GetValueOrDefault(oid, oid),
    };

    private static string? CurveName(AsnReader parameters) =>
        parameters.HasData && parameters.PeekTag() == Asn1Tag.ObjectIdentifier ? Curve(parameters.ReadObjectIdentifier())?.Name : null;
}
