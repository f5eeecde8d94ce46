using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore;

namespace QSslModule;

/// <summary>Makes certificates with .NET's own means.</summary>
internal static class CertificateIssuer
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Makes a certificate and its key; the key also as PEM, for whoever writes it.</summary>
    public static (SslIdentity Identity, string KeyPem) Issue(CertificateTemplate template, SslIdentity? issuer)
    {
        using AsymmetricAlgorithm key = MakeKey(template.KeyKind);
        CertificateRequest request = MakeRequest(template, key);
        byte[] der = issuer is null ? SelfSign(request, template) : Sign(request, template, issuer);
        byte[] pkcs8 = key.ExportPkcs8PrivateKey();
        try
        {
            QSslCertificate certificate = new(der, EncodingFormat.Der);
            QSslKey made = QSslKey.FromMaterial(pkcs8, KeyType.PrivateKey, key is RSA ? KeyAlgorithm.Rsa : KeyAlgorithm.Ec, key.KeySize);
            QSslCertificate[] chain = issuer is null || issuer.Certificate.IsSelfSigned ? [certificate] : [certificate, .. issuer.Chain];
            return (new(certificate, made, chain), PemEncoding.WriteString("PRIVATE KEY", pkcs8) + "\n");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <summary>Writes the chain to a file and the key beside it.</summary>
    public static SslIdentity Write(SslIdentity identity, string keyPem, string path)
    {
        string keyPath = Path.ChangeExtension(path, ".key");
        File.WriteAllText(path, string.Concat(identity.Chain.Select(c => c.ToPem())));
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.Delete(keyPath);
        using (StreamWriter writer = new(keyPath, options))
            writer.Write(keyPem);
        return new(identity.Certificate, identity.Key, identity.Chain, path, keyPath);
    }

    private static AsymmetricAlgorithm MakeKey(SslKeyKind kind) => kind switch
    {
        SslKeyKind.EcP384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        SslKeyKind.Rsa2048 => RSA.Create(2048),
        SslKeyKind.Rsa3072 => RSA.Create(3072),
        SslKeyKind.Rsa4096 => RSA.Create(4096),
        _ => ECDsa.Create(ECCurve.NamedCurves.nistP256),
    };

    private static CertificateRequest MakeRequest(CertificateTemplate template, AsymmetricAlgorithm key)
    {
        X500DistinguishedName subject = new(template.Subject);
        CertificateRequest request = key is RSA rsa
            ? new(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new(subject, (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(template.IsAuthority, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            template.IsAuthority ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature, critical: true));
        if (!template.IsAuthority)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(ServerAuthentication), new(ClientAuthentication)], critical: false));
        if (template.DnsNames.Count + template.Addresses.Count > 0)
        {
            SubjectAlternativeNameBuilder names = new();
            foreach (string name in template.DnsNames)
                names.AddDnsName(name);
            foreach (IPAddress address in template.Addresses)
                names.AddIpAddress(address);
            request.CertificateExtensions.Add(names.Build());
        }
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static byte[] SelfSign(CertificateRequest request, CertificateTemplate template)
    {
        using X509Certificate2 certificate = request.CreateSelfSigned(template.NotBefore, template.NotAfter);
        return certificate.RawData;
    }

    private static byte[] Sign(CertificateRequest request, CertificateTemplate template, SslIdentity issuer)
    {
        using X509Certificate2 authority = issuer.Certificate.ToX509Certificate2();
        if (!authority.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority))
            throw new ArgumentException($"'{issuer.Subject}' is not an authority: make one with -CertificateAuthority.", nameof(issuer));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        using AsymmetricAlgorithm key = issuer.Key.Algorithm == KeyAlgorithm.Rsa ? RSA.Create() : ECDsa.Create();
        key.ImportPkcs8PrivateKey(issuer.Key.Material, out _);
        X509SignatureGenerator generator = key is RSA rsa
            ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
            : X509SignatureGenerator.CreateForECDsa((ECDsa)key);
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;
        using X509Certificate2 certificate = request.Create(
            authority.SubjectName, generator, template.NotBefore, template.NotAfter, serial);
        return certificate.RawData;
    }
}
