using QSslCore;

namespace QSslModule;

/// <summary>A proxy as text, without its credentials.</summary>
internal static class ProxyText
{
    /// <summary>As -Proxy takes it; empty for none.</summary>
    /// <param name="given">Null for the application's.</param>
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
