using System.Security.Cryptography.X509Certificates;
using QSslCore;

namespace QSslModule;

/// <summary>Adds one fault to a valid template. A peer must detect the fault.</summary>
internal static class CertificateFaults
{
    private const string CodeSigning = ExtensionNames.CodeSigning;
    private const string WrongName = "wrong-name.invalid";

    public static CertificateTemplate Apply(CertificateTemplate template, SslCertificateFault fault)
    {
        TimeSpan lifetime = template.NotAfter - template.NotBefore;
        DateTimeOffset yesterday = DateTimeOffset.UtcNow.AddDays(-1);
        DateTimeOffset tomorrow = DateTimeOffset.UtcNow.AddDays(1);
        return fault switch
        {
            SslCertificateFault.Expired => template with { NotBefore = yesterday - lifetime, NotAfter = yesterday },
            SslCertificateFault.NotYetValid => template with { NotBefore = tomorrow, NotAfter = tomorrow + lifetime },
            SslCertificateFault.WrongUsage when template.IsAuthority => template with { KeyUsage = X509KeyUsageFlags.DigitalSignature },
            SslCertificateFault.WrongUsage => template with { Purposes = [CodeSigning] },
            SslCertificateFault.WrongName => template with { Subject = $"CN={WrongName}", DnsNames = [WrongName], Addresses = [],
                EmailAddresses = [] },
            _ => template with { DamagesSignature = true },
        };
    }
}
