using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QSslCore;

namespace QSslModule;

/// <summary>Creates certificates with the classes of .NET.</summary>
internal static class CertificateIssuer
{
    /// <summary>Creates a key and a certificate, signed by the issuer or self-signed.</summary>
    /// <exception cref="ArgumentException">The issuer is not an authority, its key belongs to another certificate, or the dates or names
    /// are not valid.</exception>
    /// <exception cref="CryptographicException">The key cannot be created or cannot sign.</exception>
    public static SslIdentity Issue(CertificateTemplate template, SslIdentity? issuer)
    {
        using SigningKey own = SigningKey.Make(template.KeyKind);
        CertificateRequest request = MakeRequest(template, own.Generator.PublicKey);
        byte[] der = issuer is null ? Sign(request, template, request.SubjectName, own) : Sign(request, template, issuer);
        if (template.DamagesSignature)
        {
            // A certificate ends with its signature. The last byte of a signature can have any value in every algorithm.
            der[^1] ^= 1;
        }
        QSslCertificate certificate = new(der, EncodingFormat.Der);
        QSslCertificate[] chain = issuer is null || issuer.Certificate.IsSelfSigned ? [certificate] : [certificate, .. issuer.Chain];
        return new(certificate, own.Key, chain);
    }

    /// <summary>Writes the chain to a file and the key to another file beside it. If one of them fails, neither is written.</summary>
    public static SslIdentity Write(SslIdentity identity, string path)
    {
        string keyPath = Path.ChangeExtension(path, ".key");
        if (keyPath == path)
            throw new IOException($"'{path}' is the name that the key's file gets: give the certificate another extension.");
        byte[] key = KeyText.ToPem(identity.Key, passphrase: null);
        try
        {
            using OutputFile keyFile = OutputFile.Stage(keyPath, key, isSecret: true);
            using OutputFile certificateFile = OutputFile.Stage(
                path, Encoding.ASCII.GetBytes(string.Concat(identity.Chain.Select(c => c.ToPem()))), isSecret: false);
            keyFile.Commit();
            certificateFile.Commit();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
        return new(identity.Certificate, identity.Key, identity.Chain, path, keyPath);
    }

    private static CertificateRequest MakeRequest(CertificateTemplate template, PublicKey key)
    {
        CertificateRequest request = new(new X500DistinguishedName(template.Subject), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(template.IsAuthority, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(template.KeyUsage, critical: true));
        if (template.Purposes.Count > 0)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. template.Purposes.Select(oid => new Oid(oid))],
                critical: false));
        if (template.DnsNames.Count + template.Addresses.Count + template.EmailAddresses.Count > 0)
        {
            SubjectAlternativeNameBuilder names = new();
            foreach (string name in template.DnsNames)
                names.AddDnsName(name);
            foreach (IPAddress address in template.Addresses)
                names.AddIpAddress(address);
            foreach (string address in template.EmailAddresses)
                names.AddEmailAddress(address);
            request.CertificateExtensions.Add(names.Build());
        }
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static byte[] Sign(CertificateRequest request, CertificateTemplate template, SslIdentity issuer)
    {
        using X509Certificate2 authority = issuer.Certificate.ToX509Certificate2();
        if (!issuer.Certificate.IsAuthority)
            throw new ArgumentException($"'{issuer.Subject}' is not an authority: make one with -CertificateAuthority.", nameof(issuer));
        using SigningKey key = SigningKey.From(issuer.Key);
        if (!issuer.Certificate.IsCertificateOf(issuer.Key))
            throw new ArgumentException($"The private key does not belong to '{issuer.Subject}'.", nameof(issuer));
        // If the issuer has no key identifier, its name identifies it.
        if (authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Any())
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        return Sign(request, template, authority.SubjectName, key);
    }

    private static byte[] Sign(CertificateRequest request, CertificateTemplate template, X500DistinguishedName issuer, SigningKey key)
    {
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;
        using X509Certificate2 certificate = request.Create(issuer, key.Generator, template.NotBefore, template.NotAfter, serial);
        return certificate.RawData;
    }
}
