namespace QSslCore;

/// <summary>A proxy: its kind, where it is, and who may use it. A value: sockets copy what they are given.</summary>
/// <remarks>Not for use by two threads at once while one of them changes it.</remarks>
public sealed class QNetworkProxy : IEquatable<QNetworkProxy>
{
    private static QNetworkProxy s_application = new(ProxyType.NoProxy);

    private Capability? _capabilities;

    /// <summary>Stands for the application's proxy.</summary>
    [QtMember("QNetworkProxy::QNetworkProxy")]
    public QNetworkProxy()
    {
    }

    /// <summary>Describes a proxy.</summary>
    /// <param name="type">Its kind.</param>
    /// <param name="hostName">Its name or address.</param>
    /// <param name="port">1 to 65535; 0 while it is not known.</param>
    /// <param name="user">The user name, given when the proxy asks.</param>
    /// <param name="password">The password, given when the proxy asks.</param>
    [QtMember("QNetworkProxy::QNetworkProxy")]
    public QNetworkProxy(ProxyType type, string hostName = "", int port = 0, string user = "", string password = "")
    {
        (Type, HostName, Port, User, Password) = (type, hostName ?? "", port, user ?? "", password ?? "");
    }

    /// <summary>The proxy of all sockets that have none of their own; none unless set. Copied both ways. Any thread.</summary>
    /// <remarks>Connections to this machine itself (localhost and loopback addresses) do not use it.</remarks>
    [QtMember("QNetworkProxy::applicationProxy")]
    [QtMember("QNetworkProxy::setApplicationProxy")]
    public static QNetworkProxy ApplicationProxy
    {
        get => Volatile.Read(ref s_application).Copy();
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            // The application's proxy standing for itself would be no answer.
            Volatile.Write(ref s_application, value.Type == ProxyType.DefaultProxy ? new(ProxyType.NoProxy) : value.Copy());
        }
    }

    /// <summary>The kind of proxy.</summary>
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

    /// <summary>The user name; empty for none.</summary>
    [QtMember("QNetworkProxy::user")]
    [QtMember("QNetworkProxy::setUser")]
    public string User { get; set; } = "";

    /// <summary>The password; empty for none. It is sent only to a proxy that asks for it.</summary>
    [QtMember("QNetworkProxy::password")]
    [QtMember("QNetworkProxy::setPassword")]
    public string Password { get; set; } = "";

    /// <summary>
    /// What it can do, by its kind unless set. Without <see cref="Capability.HostNameLookupCapability"/> names are looked up
    /// on this machine, and the proxy is asked for the address.
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

    /// <summary>Equal in everything.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(QNetworkProxy? left, QNetworkProxy? right) => left?.Equals(right) ?? right is null;

    /// <summary>Different in anything.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(QNetworkProxy? left, QNetworkProxy? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(QNetworkProxy? other) =>
        other is not null && Type == other.Type && HostName == other.HostName && Port == other.Port && User == other.User
        && Password == other.Password && Capabilities == other.Capabilities;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QNetworkProxy);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, HostName, Port, User);

    /// <summary>Kind, host and port; never the password.</summary>
    public override string ToString() => HostName.Length > 0 ? $"{Type} {HostAndPort.Display(HostName, Port)}" : $"{Type}";

    internal QNetworkProxy Copy() => (QNetworkProxy)MemberwiseClone();
}
