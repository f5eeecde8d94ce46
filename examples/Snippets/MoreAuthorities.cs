using QSslCore;

namespace QSslSnippets;

/// <summary>Extends the authorities that every socket made from now on trusts.</summary>
internal static class MoreAuthorities
{
    public static void Trust(IEnumerable<QSslCertificate> certificates)
    {
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        configuration.AddCaCertificates(certificates);
        QSslConfiguration.DefaultConfiguration = configuration;
    }
}
