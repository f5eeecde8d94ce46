namespace QSslCore;

/// <summary>The type of a proxy. The numbers are Qt's.</summary>
[QtMember("QNetworkProxy::ProxyType")]
public enum ProxyType
{
    /// <summary>The proxy of the application (<see cref="QNetworkProxy.ApplicationProxy"/>).</summary>
    DefaultProxy = 0,

    /// <summary>SOCKS5 (RFC 1928), with user name and password (RFC 1929) if the proxy requires them.</summary>
    Socks5Proxy = 1,

    /// <summary>No proxy: a direct connection to the host.</summary>
    NoProxy = 2,

    /// <summary>HTTP CONNECT (RFC 9110), with Basic authentication if the proxy requires it.</summary>
    HttpProxy = 3,

    /// <summary>A cache for HTTP requests. It does not support connections.</summary>
    HttpCachingProxy = 4,

    /// <summary>A cache for FTP requests. It does not support connections.</summary>
    FtpCachingProxy = 5,
}
