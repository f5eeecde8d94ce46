using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Converts a URI to a proxy: socks5://host:port, http://host:port, or none.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SslProxyTransformationAttribute : ArgumentTransformationAttribute
{
    private const int SocksPort = 1080;
    private const int HttpPort = 8080;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object input = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (input is QNetworkProxy proxy)
            return proxy;
        string text = input?.ToString() ?? "";
        if (text.Equals("none", StringComparison.OrdinalIgnoreCase))
            return new QNetworkProxy(ProxyType.NoProxy);
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0 || uri.PathAndQuery.Trim('/').Length > 0)
            throw Refused(text);
        if (HostName.IsShorthand(TargetParser.HostIn(text)))
            throw new ArgumentTransformationMetadataException(HostName.DescribeShorthand(TargetParser.HostIn(text)));
        if (uri.UserInfo.Length > 0)
            throw new ArgumentTransformationMetadataException(
                "A proxy's user name and password are given with -ProxyCredential, where they are not shown.");
        (ProxyType type, int port) = uri.Scheme switch
        {
            "socks5" or "socks5h" or "socks" => (ProxyType.Socks5Proxy, SocksPort),
            "http" => (ProxyType.HttpProxy, HttpPort),
            _ => throw Refused(text),
        };
        // Uri uses port 80 for http, and few proxies listen on it. The port applies only if the text contains it.
        bool isWritten = text.TrimEnd('/').EndsWith($":{uri.Port}", StringComparison.Ordinal);
        return new QNetworkProxy(type, uri.DnsSafeHost, isWritten ? uri.Port : port);
    }

    private static ArgumentTransformationMetadataException Refused(string text) =>
        new($"'{InputEcho.Of(text)}' is not a valid proxy: give socks5://host:port, http://host:port, none, or a QNetworkProxy.");
}
