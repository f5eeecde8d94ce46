using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Tls;

namespace QSslCore.BouncyCastle.Settings;

/// <summary>Signature algorithms: what is offered, which a key can serve, and how OpenSSL calls them.</summary>
internal static class Signatures
{
    private const string BrainpoolCurves = "1.3.36.3.3.2.8.1.1.";

    private static readonly int[] s_schemes =
    [
        SignatureScheme.ecdsa_secp256r1_sha256, SignatureScheme.ecdsa_secp384r1_sha384, SignatureScheme.ecdsa_secp521r1_sha512,
        SignatureScheme.ed25519, SignatureScheme.ed448,
        SignatureScheme.rsa_pss_rsae_sha256, SignatureScheme.rsa_pss_rsae_sha384, SignatureScheme.rsa_pss_rsae_sha512,
        SignatureScheme.rsa_pss_pss_sha256, SignatureScheme.rsa_pss_pss_sha384, SignatureScheme.rsa_pss_pss_sha512,
        SignatureScheme.ecdsa_brainpoolP256r1tls13_sha256, SignatureScheme.ecdsa_brainpoolP384r1tls13_sha384,
        SignatureScheme.ecdsa_brainpoolP512r1tls13_sha512,
        SignatureScheme.rsa_pkcs1_sha256, SignatureScheme.rsa_pkcs1_sha384, SignatureScheme.rsa_pkcs1_sha512,
    ];

    /// <summary>What is accepted of a peer, the preferred one first.</summary>
    public static IList<SignatureAndHashAlgorithm> Offered { get; } = [.. s_schemes.Select(SignatureScheme.GetSignatureAndHashAlgorithm)];

    /// <summary>The first that the peer accepts and the key can make; null when there is none.</summary>
    public static SignatureAndHashAlgorithm? Choose(AsymmetricKeyParameter key, bool isPss, IList<SignatureAndHashAlgorithm>? accepted,
        ProtocolVersion version)
    {
        bool isTls13 = TlsUtilities.IsTlsV13(version);
        return Offered.FirstOrDefault(ours => CanMake(key, isPss, SignatureScheme.From(ours), isTls13) && accepted?.Contains(ours) == true);
    }

    /// <summary>Whether a handshake could be signed with a key of this kind.</summary>
    public static bool IsUsable(AsymmetricKeyParameter key, bool isPss) =>
        s_schemes.Any(scheme => CanMake(key, isPss, scheme, isTls13: false));

    /// <summary>As OpenSSL tells a key's kind and a hash; those that hash by themselves name none.</summary>
    public static string NameOf(int scheme)
    {
        string hash = scheme switch
        {
            SignatureScheme.ed25519 or SignatureScheme.ed448 => "",
            _ => SignatureScheme.GetCryptoHashAlgorithm(scheme) switch
            {
                Org.BouncyCastle.Tls.Crypto.CryptoHashAlgorithm.sha1 => "SHA1",
                Org.BouncyCastle.Tls.Crypto.CryptoHashAlgorithm.sha224 => "SHA224",
                Org.BouncyCastle.Tls.Crypto.CryptoHashAlgorithm.sha256 => "SHA256",
                Org.BouncyCastle.Tls.Crypto.CryptoHashAlgorithm.sha384 => "SHA384",
                Org.BouncyCastle.Tls.Crypto.CryptoHashAlgorithm.sha512 => "SHA512",
                _ => "",
            },
        };
        string kind = scheme switch
        {
            SignatureScheme.ed25519 => "ED25519",
            SignatureScheme.ed448 => "ED448",
            _ when SignatureScheme.IsRsaPss(scheme) => "RSASSA-PSS",
            _ when SignatureScheme.IsECDsa(scheme) || SignatureScheme.GetSignatureAlgorithm(scheme) == SignatureAlgorithm.ecdsa =>
                "id-ecPublicKey",
            _ when SignatureScheme.GetSignatureAlgorithm(scheme) == SignatureAlgorithm.rsa => "rsaEncryption",
            _ => SignatureScheme.GetName(scheme),
        };
        return hash.Length == 0 ? kind : $"{kind}+{hash}";
    }

    private static bool CanMake(AsymmetricKeyParameter key, bool isPss, int scheme, bool isTls13) => key switch
    {
        RsaKeyParameters when isPss => scheme is SignatureScheme.rsa_pss_pss_sha256 or SignatureScheme.rsa_pss_pss_sha384
            or SignatureScheme.rsa_pss_pss_sha512,
        RsaKeyParameters => scheme is SignatureScheme.rsa_pss_rsae_sha256 or SignatureScheme.rsa_pss_rsae_sha384
            or SignatureScheme.rsa_pss_rsae_sha512
            || (!isTls13 && scheme is SignatureScheme.rsa_pkcs1_sha256 or SignatureScheme.rsa_pkcs1_sha384
                or SignatureScheme.rsa_pkcs1_sha512),
        ECKeyParameters ec => SignatureScheme.IsECDsa(scheme) && (isTls13 ? IsOn(scheme, ec) : !IsForBrainpool(scheme)),
        Ed25519PrivateKeyParameters => scheme == SignatureScheme.ed25519,
        Ed448PrivateKeyParameters => scheme == SignatureScheme.ed448,
        _ => false,
    };

    /// <summary>In TLS 1.3 a scheme is for one curve.</summary>
    private static bool IsOn(int scheme, ECKeyParameters key) =>
        key.Parameters.Curve.FieldSize == NamedGroup.GetCurveBits(SignatureScheme.GetNamedGroup(scheme))
        && IsForBrainpool(scheme) == (key.Parameters is ECNamedDomainParameters named
            && named.Name.Id.StartsWith(BrainpoolCurves, StringComparison.Ordinal));

    private static bool IsForBrainpool(int scheme) => scheme is SignatureScheme.ecdsa_brainpoolP256r1tls13_sha256
        or SignatureScheme.ecdsa_brainpoolP384r1tls13_sha384 or SignatureScheme.ecdsa_brainpoolP512r1tls13_sha512;
}
