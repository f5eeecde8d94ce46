namespace QSslCore;

/// <summary>The capabilities of a proxy. The numbers are Qt's.</summary>
[Flags]
[QtMember("QNetworkProxy::Capability")]
public enum Capability
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It carries TCP connections.</summary>
    TunnelingCapability = 0x0001,

    /// <summary>It listens for incoming connections.</summary>
    ListeningCapability = 0x0002,

    /// <summary>It carries datagrams.</summary>
    UdpTunnelingCapability = 0x0004,

    /// <summary>It keeps answers.</summary>
    CachingCapability = 0x0008,

    /// <summary>It looks host names up by itself: they never go to this machine's name server.</summary>
    HostNameLookupCapability = 0x0010,

    /// <summary>It carries SCTP connections.</summary>
    SctpTunnelingCapability = 0x0020,

    /// <summary>It listens for incoming SCTP connections.</summary>
    SctpListeningCapability = 0x0040,
}
