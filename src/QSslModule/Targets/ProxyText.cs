using QSslCore;

namespace QSslModule;

/// <summary>A proxy as text, without its credentials.</summary>
internal static class ProxyText
{
    /// <summary>Returns the proxy in the form of -Proxy; empty for none.</summary>
    /// <param name="given">The proxy; null for the proxy of the application.</param>
    public static string Of(QNetworkProxy? given)
    {
        QNetworkProxy proxy = given is null or { Type: ProxyType.DefaultProxy } ? QNetworkProxy.ApplicationProxy : given;
        string scheme = proxy.Type switch
        {
            ProxyType.NoProxy => "",
            ProxyType.Socks5Proxy => "socks5",
            _ => "http",
        };
        return scheme.Length > 0 ? $"{scheme}://{SslTarget.Display(proxy.HostName, proxy.Port)}" : "";
    }
}
