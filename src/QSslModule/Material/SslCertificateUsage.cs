namespace QSslModule;

/// <summary>What a certificate is for.</summary>
public enum SslCertificateUsage
{
    /// <summary>TLS servers.</summary>
    Server,

    /// <summary>TLS clients.</summary>
    Client,
}
