namespace QSslModule;

/// <summary>The purpose of a certificate.</summary>
public enum SslCertificateUsage
{
    /// <summary>TLS servers.</summary>
    Server,

    /// <summary>TLS clients.</summary>
    Client,
}
