namespace QSslCore;

/// <summary>The type of a proxy. The numbers are Qt's.</summary>
[QtMember("QNetworkProxy::ProxyType")]
public enum ProxyType
{
    /// <summary>Whatever the application's proxy is (<see cref="QNetworkProxy.ApplicationProxy"/>).</summary>
    DefaultProxy = 0,

    /// <summary>SOCKS5 (RFC 1928), with user name and password (RFC 1929) when the proxy asks.</summary>
    Socks5Proxy = 1,

    /// <summary>None: straight to the host.</summary>
    NoProxy = 2,

    /// <summary>HTTP's CONNECT (RFC 9110), with Basic authentication when the proxy asks.</summary>
    HttpProxy = 3,

    /// <summary>Caches HTTP requests; it cannot carry a connection.</summary>
    HttpCachingProxy = 4,

    /// <summary>Caches FTP requests; it cannot carry a connection.</summary>
    FtpCachingProxy = 5,
}
