using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace QSslCore.BouncyCastle.Library;

/// <summary>
/// A certificate of the peer as the library sees it. Of TLS features (RFC 7633) it sees nothing: it would end the handshake where a
/// promised staple is missing, and, in TLS 1.3, where it looks for it in the wrong place. The verdict on staples is ours.
/// </summary>
internal sealed class PeerCertificate(BcTlsCrypto crypto, byte[] encoding) : BcTlsCertificate(crypto, encoding)
{
    /// <exception cref="TlsFatalAlert">The library cannot read the key.</exception>
    public AsymmetricKeyParameter PublicKey => GetPublicKey();

    /// <summary>The library compares the parameters of RSASSA-PSS byte for byte with those that it would write. What they allow is judged
    /// before.</summary>
    protected override bool SupportsRsa_Pss_Pss(short signatureAlgorithm) =>
        SubjectPublicKeyInfo.Algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdRsassaPss);

    public override byte[]? GetExtension(DerObjectIdentifier extensionOid) =>
        TlsObjectIdentifiers.id_pe_tlsfeature.Equals(extensionOid) ? null : base.GetExtension(extensionOid);
}
