namespace QSslCore;

/// <summary>A proxy with its type, its address, and its credentials. Sockets copy the value.</summary>
/// <remarks>This type is not thread-safe while it changes.</remarks>
public sealed class QNetworkProxy : IEquatable<QNetworkProxy>
{
    private static QNetworkProxy s_application = new(ProxyType.NoProxy);

    private Capability? _capabilities;

    /// <summary>Creates a proxy that stands for the proxy of the application.</summary>
    [QtMember("QNetworkProxy::QNetworkProxy")]
    public QNetworkProxy()
    {
    }

    /// <summary>Creates a proxy.</summary>
    /// <param name="type">The type of the proxy.</param>
    /// <param name="hostName">The name or address of the proxy.</param>
    /// <param name="port">The port, 1 to 65535, or 0 while it is unknown.</param>
    /// <param name="user">The user name. It is sent only if the proxy requires it.</param>
    /// <param name="password">The password. It is sent only if the proxy requires it.</param>
    [QtMember("QNetworkProxy::QNetworkProxy")]
    public QNetworkProxy(ProxyType type, string hostName = "", int port = 0, string user = "", string password = "")
    {
        (Type, HostName, Port, User, Password) = (type, hostName ?? "", port, user ?? "", password ?? "");
    }

    /// <summary>The proxy of all sockets that have no proxy of their own. The default is none. The getter and the setter copy the value.
    /// Any thread can use it.</summary>
    /// <remarks>Connections to this machine (localhost and loopback addresses) do not use the proxy.</remarks>
    [QtMember("QNetworkProxy::applicationProxy")]
    [QtMember("QNetworkProxy::setApplicationProxy")]
    public static QNetworkProxy ApplicationProxy
    {
        get => Volatile.Read(ref s_application).Copy();
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            // The proxy of the application cannot stand for itself.
            Volatile.Write(ref s_application, value.Type == ProxyType.DefaultProxy ? new(ProxyType.NoProxy) : value.Copy());
        }
    }

    /// <summary>The type of the proxy.</summary>
    [QtMember("QNetworkProxy::type")]
    [QtMember("QNetworkProxy::setType")]
    public ProxyType Type { get; set; }

    /// <summary>The proxy's name or address.</summary>
    [QtMember("QNetworkProxy::hostName")]
    [QtMember("QNetworkProxy::setHostName")]
    public string HostName { get; set; } = "";

    /// <summary>The proxy's port.</summary>
    [QtMember("QNetworkProxy::port")]
    [QtMember("QNetworkProxy::setPort")]
    public int Port { get; set; }

    /// <summary>The user name. Empty means none.</summary>
    [QtMember("QNetworkProxy::user")]
    [QtMember("QNetworkProxy::setUser")]
    public string User { get; set; } = "";

    /// <summary>The password. Empty means none. It is sent only to a proxy that requires it.</summary>
    [QtMember("QNetworkProxy::password")]
    [QtMember("QNetworkProxy::setPassword")]
    public string Password { get; set; } = "";

    /// <summary>
    /// The capabilities of the proxy. The default depends on its type. Without <see cref="Capability.HostNameLookupCapability"/>, this
    /// machine resolves names and sends addresses to the proxy.
    /// </summary>
    [QtMember("QNetworkProxy::capabilities")]
    [QtMember("QNetworkProxy::setCapabilities")]
    public Capability Capabilities
    {
        get => _capabilities ?? Type switch
        {
            ProxyType.Socks5Proxy => Capability.TunnelingCapability | Capability.HostNameLookupCapability,
            ProxyType.HttpProxy => Capability.TunnelingCapability | Capability.CachingCapability | Capability.HostNameLookupCapability,
            ProxyType.HttpCachingProxy or ProxyType.FtpCachingProxy => Capability.CachingCapability | Capability.HostNameLookupCapability,
            _ => Capability.TunnelingCapability | Capability.ListeningCapability,
        };
        set => _capabilities = value;
    }

    /// <summary>Whether all properties are equal.</summary>
    /// <param name="left">The first proxy.</param>
    /// <param name="right">The second proxy.</param>
    public static bool operator ==(QNetworkProxy? left, QNetworkProxy? right) => left?.Equals(right) ?? right is null;

    /// <summary>Whether any property differs.</summary>
    /// <param name="left">The first proxy.</param>
    /// <param name="right">The second proxy.</param>
    public static bool operator !=(QNetworkProxy? left, QNetworkProxy? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(QNetworkProxy? other) =>
        other is not null && Type == other.Type && HostName == other.HostName && Port == other.Port && User == other.User
        && Password == other.Password && Capabilities == other.Capabilities;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QNetworkProxy);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, HostName, Port, User);

    /// <summary>Returns the type, host, and port, but never the password.</summary>
    public override string ToString() => HostName.Length > 0 ? $"{Type} {HostAndPort.Display(HostName, Port)}" : $"{Type}";

    internal QNetworkProxy Copy() => (QNetworkProxy)MemberwiseClone();
}
