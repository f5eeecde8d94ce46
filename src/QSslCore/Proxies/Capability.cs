namespace QSslCore;

/// <summary>The capabilities of a proxy. The numbers are Qt's.</summary>
[Flags]
[QtMember("QNetworkProxy::Capability")]
public enum Capability
{
    /// <summary>The proxy has no capability.</summary>
    None = 0,

    /// <summary>The proxy supports TCP connections.</summary>
    TunnelingCapability = 0x0001,

    /// <summary>The proxy can listen for incoming connections.</summary>
    ListeningCapability = 0x0002,

    /// <summary>The proxy supports datagrams.</summary>
    UdpTunnelingCapability = 0x0004,

    /// <summary>The proxy caches answers.</summary>
    CachingCapability = 0x0008,

    /// <summary>The proxy resolves host names itself. They are not sent to the name server of this machine.</summary>
    HostNameLookupCapability = 0x0010,

    /// <summary>The proxy supports SCTP connections.</summary>
    SctpTunnelingCapability = 0x0020,

    /// <summary>The proxy can listen for incoming SCTP connections.</summary>
    SctpListeningCapability = 0x0040,
}
