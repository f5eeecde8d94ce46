using Org.BouncyCastle.Tls;
using QSslCore.BouncyCastle.Library;

namespace QSslCore.BouncyCastle.Settings;

/// <summary>Signature algorithms: those that are offered, those that match a key, and their OpenSSL names.</summary>
internal static class Signatures
{
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

    /// <summary>All supported schemes, in order of preference.</summary>
    public static IReadOnlyList<int> Schemes => s_schemes;

    /// <summary>Returns the algorithms that are accepted from a peer in these versions, in order of preference.</summary>
    public static IList<SignatureAndHashAlgorithm> Offer(params ProtocolVersion[] versions)
    {
        bool offersTls13 = versions.Any(TlsUtilities.IsTlsV13);
        return [.. s_schemes.Where(scheme => offersTls13 || !IsForTls13Alone(scheme))
            .Select(SignatureScheme.GetSignatureAndHashAlgorithm)];
    }

    /// <summary>Determines whether a scheme names a curve that TLS 1.2 signs with without naming it (RFC 8734, section 3).</summary>
    public static bool IsForTls13Alone(int scheme) => scheme is SignatureScheme.ecdsa_brainpoolP256r1tls13_sha256
        or SignatureScheme.ecdsa_brainpoolP384r1tls13_sha384 or SignatureScheme.ecdsa_brainpoolP512r1tls13_sha512;

    /// <summary>Returns the first algorithm that the peer accepts and the key can use; null if there is none.</summary>
    public static SignatureAndHashAlgorithm? Choose(SignatureKey key, IList<SignatureAndHashAlgorithm>? accepted, ProtocolVersion version)
    {
        bool isTls13 = TlsUtilities.IsTlsV13(version);
        return Offer(version).FirstOrDefault(ours => key.Fits(SignatureScheme.From(ours), isTls13) && accepted?.Contains(ours) == true);
    }

    /// <summary>Checks the signature algorithm of a peer against its key. The library checks only the kind of the key.</summary>
    /// <param name="context">The connection. Without a certificate of the peer there is nothing to check.</param>
    /// <param name="scheme">The signature algorithm in the message of the peer; negative for none.</param>
    /// <param name="curves">The curves that this side allows.</param>
    /// <exception cref="TlsFatalAlert">The algorithm does not match the key.</exception>
    public static void Require(TlsContext context, int scheme, int[] curves)
    {
        if (scheme < 0 || context.SecurityParameters is not { PeerCertificate: { IsEmpty: false } shown, NegotiatedVersion: { } version }
            || shown.GetCertificateAt(0) is not PeerCertificate leaf)
            return;
        SignatureKey key = new(leaf.SubjectPublicKeyInfo, leaf.PublicKey);
        bool isTls13 = TlsUtilities.IsTlsV13(version);
        if (!key.Fits(scheme, isTls13))
            throw new TlsFatalAlert(AlertDescription.illegal_parameter,
                $"the peer's signature algorithm ({NameOf(scheme)}) does not fit its certificate's key");
        // Up to TLS 1.2, the list of groups also limits the curves of certificates (RFC 8422, section 5.1).
        if (!isTls13 && key.Curve >= 0 && !curves.Contains(key.Curve))
            throw new TlsFatalAlert(AlertDescription.illegal_parameter,
                $"the key of the peer's certificate is on a curve that is not allowed here ({Groups.NameOf(key.Curve)})");
    }

    /// <summary>Returns the OpenSSL names of the kind of key and the hash. An algorithm that includes its hash names none.</summary>
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
}
