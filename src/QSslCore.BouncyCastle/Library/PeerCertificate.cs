using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace QSslCore.BouncyCastle.Library;

/// <summary>
/// A certificate of the peer for the library. It hides the TLS feature extension (RFC 7633). Otherwise the library would end the
/// handshake if a promised staple is missing, and in TLS 1.3 it looks for the staple in the wrong place. This project judges staples
/// itself.
/// </summary>
internal sealed class PeerCertificate(BcTlsCrypto crypto, byte[] encoding) : BcTlsCertificate(crypto, encoding)
{
    /// <exception cref="TlsFatalAlert">The library cannot read the key.</exception>
    public AsymmetricKeyParameter PublicKey => GetPublicKey();

    /// <summary>The library compares the parameters of RSASSA-PSS byte for byte with those that it would write. Whether the parameters
    /// allow the signature was judged before.</summary>
    protected override bool SupportsRsa_Pss_Pss(short signatureAlgorithm) =>
        SubjectPublicKeyInfo.Algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdRsassaPss);

    public override byte[]? GetExtension(DerObjectIdentifier extensionOid) =>
        TlsObjectIdentifiers.id_pe_tlsfeature.Equals(extensionOid) ? null : base.GetExtension(extensionOid);
}
