namespace QSslCore;

/// <summary>An option of the system's socket. The numbers are Qt's.</summary>
[QtMember("QAbstractSocket::SocketOption")]
public enum SocketOption
{
    /// <summary>1: small writes leave at once (TCP_NODELAY), which is how every socket here starts.</summary>
    LowDelayOption = 0,

    /// <summary>1: an idle connection is probed (SO_KEEPALIVE).</summary>
    KeepAliveOption = 1,

    /// <summary>Time to live of multicast datagrams; of no use on a TCP socket.</summary>
    MulticastTtlOption = 2,

    /// <summary>Whether own multicast datagrams come back; of no use on a TCP socket.</summary>
    MulticastLoopbackOption = 3,

    /// <summary>Type of service, or traffic class with IPv6; not on Windows.</summary>
    TypeOfServiceOption = 4,

    /// <summary>The system's send buffer, in bytes.</summary>
    SendBufferSizeSocketOption = 5,

    /// <summary>The system's receive buffer, in bytes.</summary>
    ReceiveBufferSizeSocketOption = 6,

    /// <summary>The path's maximum transmission unit, in bytes; read-only, on Linux.</summary>
    PathMtuSocketOption = 7,

    /// <summary>Seconds of silence before the first probe.</summary>
    KeepAliveIdleOption = 8,

    /// <summary>Seconds between probes.</summary>
    KeepAliveIntervalOption = 9,

    /// <summary>Unanswered probes before the connection is given up.</summary>
    KeepAliveCountOption = 10,
}
