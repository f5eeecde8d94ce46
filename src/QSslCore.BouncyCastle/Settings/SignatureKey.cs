using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace QSslCore.BouncyCastle.Settings;

/// <summary>
/// Determines which signature algorithms a key may use, as described by its certificate. The same rule applies to local signatures and to
/// those of a peer (RFC 8446, sections 4.2.3 and 4.4.3; RFC 8422, section 5.10; RFC 4055, section 3.1).
/// </summary>
internal sealed class SignatureKey
{
    private const int AnyHash = -1;
    private const int NoHash = -2;

    private readonly AsymmetricKeyParameter _key;
    private readonly int _hash;

    /// <param name="info">The key as it is in the certificate.</param>
    /// <param name="key">Either half of the key.</param>
    public SignatureKey(SubjectPublicKeyInfo info, AsymmetricKeyParameter key)
    {
        _key = key;
        IsPss = info.Algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdRsassaPss);
        _hash = IsPss ? ReadHash(info.Algorithm.Parameters) : AnyHash;
    }

    /// <summary>Whether the key is only for RSASSA-PSS. Such a key can neither sign in another way nor decrypt.</summary>
    public bool IsPss { get; }

    /// <summary>The number of the curve in TLS up to 1.2; -1 if the key is on none of them.</summary>
    public int Curve => Groups.OfKey(_key);

    /// <summary>Whether the key can sign a handshake in at least one version.</summary>
    public bool IsUsable => Signatures.Schemes.Any(scheme => Fits(scheme, isTls13: false) || Fits(scheme, isTls13: true));

    /// <summary>Whether the key can sign without a named algorithm, as before TLS 1.2.</summary>
    public bool FitsOlderVersions => _key is RsaKeyParameters && !IsPss || _key is ECKeyParameters;

    public bool Fits(int scheme, bool isTls13) => _key switch
    {
        RsaKeyParameters when IsPss => IsPssOfPssKey(scheme)
            && (_hash == AnyHash || _hash == SignatureScheme.GetCryptoHashAlgorithm(scheme)),
        RsaKeyParameters => IsPssOfRsaKey(scheme) || (!isTls13 && IsPkcs1(scheme)),
        ECKeyParameters => isTls13 ? IsForCurve(scheme) : SignatureScheme.IsECDsa(scheme) && !Signatures.IsForTls13Alone(scheme),
        Ed25519PrivateKeyParameters or Ed25519PublicKeyParameters => scheme == SignatureScheme.ed25519,
        Ed448PrivateKeyParameters or Ed448PublicKeyParameters => scheme == SignatureScheme.ed448,
        _ => false,
    };

    /// <summary>Determines whether a scheme is for the curve of the key. In TLS 1.3 each scheme is for one curve.</summary>
    private bool IsForCurve(int scheme) =>
        SignatureScheme.IsECDsa(scheme) && SignatureScheme.GetNamedGroup(scheme) is >= 0 and var group && Groups.IsOn(_key, group);

    private static bool IsPssOfPssKey(int scheme) =>
        scheme is SignatureScheme.rsa_pss_pss_sha256 or SignatureScheme.rsa_pss_pss_sha384 or SignatureScheme.rsa_pss_pss_sha512;

    private static bool IsPssOfRsaKey(int scheme) =>
        scheme is SignatureScheme.rsa_pss_rsae_sha256 or SignatureScheme.rsa_pss_rsae_sha384 or SignatureScheme.rsa_pss_rsae_sha512;

    private static bool IsPkcs1(int scheme) =>
        scheme is SignatureScheme.rsa_pkcs1_sha256 or SignatureScheme.rsa_pkcs1_sha384 or SignatureScheme.rsa_pkcs1_sha512;

    /// <summary>Returns the only hash that the certificate allows. The salt length in the certificate is a minimum. The salt in a handshake
    /// is as long as the hash.</summary>
    private static int ReadHash(Asn1Encodable? parameters)
    {
        if (parameters is null or DerNull)
            return AnyHash;
        RsassaPssParameters read = RsassaPssParameters.GetInstance(parameters);
        AlgorithmIdentifier mask = AlgorithmIdentifier.GetInstance(read.MaskGenAlgorithm.Parameters);
        int[] hashes = [CryptoHashAlgorithm.sha256, CryptoHashAlgorithm.sha384, CryptoHashAlgorithm.sha512];
        foreach (int hash in hashes)
        {
            DerObjectIdentifier oid = TlsCryptoUtilities.GetOidForHash(hash);
            if (oid.Equals(read.HashAlgorithm.Algorithm) && oid.Equals(mask.Algorithm)
                && read.SaltLength.IntValueExact <= TlsCryptoUtilities.GetHashOutputSize(hash))
                return hash;
        }
        return NoHash;
    }
}
