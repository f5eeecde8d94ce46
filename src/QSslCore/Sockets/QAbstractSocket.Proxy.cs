using QSslCore.Sockets;

namespace QSslCore;

// Connections through a proxy.
public abstract partial class QAbstractSocket
{
    private QNetworkProxy _proxy = new();

    /// <summary>
    /// The proxy requires a user name and a password, and <see cref="Proxy"/> has none. The connection fails unless a handler fills the
    /// authenticator before it returns. A handler that runs later (an action of Register-ObjectEvent) is too late. In this case, specify
    /// the credentials with the proxy.
    /// </summary>
    [QtMember("QAbstractSocket::proxyAuthenticationRequired")]
    public event EventHandler<ProxyAuthenticationRequiredEventArgs> ProxyAuthenticationRequired
    {
        add => _signals.ProxyAuthenticationRequired.Add(value);
        remove => _signals.ProxyAuthenticationRequired.Remove(value);
    }

    /// <summary>
    /// The proxy for the next connection. The default is the application's proxy (<see cref="QNetworkProxy.ApplicationProxy"/>). The getter
    /// and the setter copy the value.
    /// </summary>
    [QtMember("QAbstractSocket::proxy")]
    [QtMember("QAbstractSocket::setProxy")]
    public QNetworkProxy Proxy
    {
        get => _proxy.Copy();
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _proxy = value.Copy();
        }
    }

    /// <summary>The purpose of the connection, such as "https". Code that selects proxies can use it. It has no effect by itself.</summary>
    [QtMember("QAbstractSocket::protocolTag")]
    [QtMember("QAbstractSocket::setProtocolTag")]
    public string ProtocolTag { get; set; } = "";

    private QNetworkProxy EffectiveProxy(HostTarget target)
    {
        if (_proxy.Type != ProxyType.DefaultProxy)
            return _proxy.Copy();
        // What runs on this machine is not behind the application's proxy. A socket's own proxy is taken at its word: it may
        // stand elsewhere, and mean its own loopback.
        return target.IsLoopback ? new(ProxyType.NoProxy) : QNetworkProxy.ApplicationProxy;
    }

    private static (QSocketError Error, string Text)? DescribeUnusable(QNetworkProxy proxy, HostTarget? via)
    {
        if (via is null)
            return null;
        if (proxy.Type is not (ProxyType.Socks5Proxy or ProxyType.HttpProxy) || !proxy.Capabilities.HasFlag(Capability.TunnelingCapability))
        {
            return (QSocketError.UnsupportedSocketOperationError,
                $"The proxy type {proxy.Type} cannot carry a connection: use {ProxyType.Socks5Proxy} or {ProxyType.HttpProxy}.");
        }
        if (proxy.HostName.Length == 0 || proxy.Port is <= 0 or > ushort.MaxValue)
            return (QSocketError.ProxyNotFoundError, "The proxy has no host name, or its port is not one of 1 to 65535.");
        return via.Fault is { } fault
            ? (QSocketError.ProxyNotFoundError, $"The proxy cannot be found by its name: {fault}")
            : null;
    }

    private void AskForCredentials(ProxyConnector connector) =>
        Strand.Queue(_signals.ProxyAuthenticationRequired, new(connector.Proxy, connector.Authenticator!), conditional: true);
}
