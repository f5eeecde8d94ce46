namespace QSslCore;

/// <summary>Certificates that were issued by fraud or whose key leaked, long ago.</summary>
internal static class CertificateBlacklist
{
    public static bool Contains(QSslCertificate certificate) => throw new NotImplementedException();
}
