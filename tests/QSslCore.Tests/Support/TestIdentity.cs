using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace QSslCore.Tests.Support;

/// <summary>A certificate with its key and the intermediates that lead to its root, for tests only.</summary>
internal sealed class TestIdentity
{
    private readonly AsymmetricAlgorithm _key;

    public TestIdentity(byte[] certificate, AsymmetricAlgorithm key, TestIdentity? issuer)
    {
        _key = key;
        Certificate = new(certificate, EncodingFormat.Der);
        Pkcs8 = key.ExportPkcs8PrivateKey();
        Key = new(Encoding.ASCII.GetBytes(KeyPem), key is RSA ? KeyAlgorithm.Rsa : KeyAlgorithm.Ec);
        bool issuerIsSent = issuer is not null && !issuer.Certificate.IsSelfSigned;
        Chain = issuerIsSent ? [Certificate, .. issuer!.Chain] : [Certificate];
    }

    public QSslCertificate Certificate { get; }

    public QSslKey Key { get; }

    /// <summary>The certificate and the intermediates, without the root: what a peer sends.</summary>
    public QSslCertificate[] Chain { get; }

    public byte[] Pkcs8 { get; }

    public string ChainPem => string.Concat(Chain.Select(certificate => certificate.ToPem()));

    public string KeyPem => PemEncoding.WriteString("PRIVATE KEY", Pkcs8) + "\n";

    /// <summary>Returns a copy of the key for one user, because a key does not support several threads at once.</summary>
    public AsymmetricAlgorithm CopyKey()
    {
        AsymmetricAlgorithm copy = _key is RSA ? RSA.Create() : ECDsa.Create();
        copy.ImportPkcs8PrivateKey(Pkcs8, out _);
        return copy;
    }

    /// <summary>The traditional form, PKCS#1 or SEC 1.</summary>
    public string TraditionalKeyPem => (_key is RSA rsa ? rsa.ExportRSAPrivateKeyPem() : ((ECDsa)_key).ExportECPrivateKeyPem()) + "\n";

    public string PublicKeyPem => _key.ExportSubjectPublicKeyInfoPem() + "\n";

    internal X509SignatureGenerator Signer => TestKeys.Signer(_key);
}
