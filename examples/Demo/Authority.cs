using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QSslCore;

namespace QSslDemo;

/// <summary>A certification authority that lives as long as the program, for demonstrations.</summary>
internal sealed class Authority : IDisposable
{
    private readonly X509Certificate2 _certificate;

    /// <summary>RSA, which every system's cryptography makes.</summary>
    private readonly RSA _key = RSA.Create(2048);

    public Authority(string name)
    {
        CertificateRequest request = new($"CN={name}", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0,
            critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _certificate = Sign(request, request.SubjectName, days: 2);
        Certificate = new(_certificate.RawData, EncodingFormat.Der);
    }

    public QSslCertificate Certificate { get; }

    /// <summary>Makes a certificate for a server on this machine, and its key.</summary>
    public (QSslCertificate Certificate, QSslKey Key) Issue(string hostName)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new($"CN={hostName}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(hostName);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
        using X509Certificate2 leaf = Sign(request, _certificate.SubjectName, days: 1);
        byte[] pem = Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem());
        return (new(leaf.RawData, EncodingFormat.Der), new(pem, KeyAlgorithm.Rsa));
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Sign(CertificateRequest request, X500DistinguishedName issuer, int days) => request.Create(
        issuer, X509SignatureGenerator.CreateForRSA(_key, RSASignaturePadding.Pkcs1), DateTimeOffset.UtcNow.AddMinutes(-5),
        DateTimeOffset.UtcNow.AddDays(days), RandomNumberGenerator.GetBytes(16));
}
