using System.Formats.Asn1;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace QSslCore.BouncyCastle.Library;

/// <summary>
/// A certificate of the peer for the library, which sees its key and nothing else. Otherwise the library would end the handshake, without
/// a verdict, where a key usage is another, an extension is there twice, a time is malformed, or a promised staple is missing; and the
/// certificate would be another one wherever the library writes it in its own way. This project judges all of that itself, as it does with
/// every other library.
/// </summary>
internal sealed class PeerCertificate : BcTlsRawKeyCertificate
{
    private readonly byte[] _encoding;
    private readonly CertificateParts _parts;

    /// <exception cref="TlsFatalAlert">It is not a certificate, or the library cannot read its key.</exception>
    public PeerCertificate(BcTlsCrypto crypto, byte[] encoding)
        : this(crypto, encoding, Parts(encoding))
    {
    }

    private PeerCertificate(BcTlsCrypto crypto, byte[] encoding, CertificateParts parts)
        : base(crypto, KeyOf(parts)) =>
        (_encoding, _parts) = (encoding, parts);

    /// <exception cref="TlsFatalAlert">The library cannot read the key.</exception>
    public AsymmetricKeyParameter PublicKey => GetPublicKey();

    public override string SigAlgOid => Algorithm.Algorithm.Id;

    private AlgorithmIdentifier Algorithm => AlgorithmIdentifier.GetInstance(_parts.Algorithm.ToArray());

    public override byte[] GetEncoded() => [.. _encoding];

    public override Asn1Encodable GetSigAlgParams() => Algorithm.Parameters;

    /// <summary>The library compares the parameters of RSASSA-PSS byte for byte with those that it would write. Whether the parameters
    /// allow the signature was judged before.</summary>
    protected override bool SupportsRsa_Pss_Pss(short signatureAlgorithm) =>
        SubjectPublicKeyInfo.Algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdRsassaPss);

    private static CertificateParts Parts(byte[] encoding)
    {
        try
        {
            return CertificateParts.Read(encoding);
        }
        catch (AsnContentException e)
        {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "the peer's certificate cannot be read", e);
        }
    }

    private static SubjectPublicKeyInfo KeyOf(CertificateParts parts)
    {
        try
        {
            return SubjectPublicKeyInfo.GetInstance(parts.Key.ToArray());
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException)
        {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "the key in the peer's certificate cannot be read", e);
        }
    }
}
