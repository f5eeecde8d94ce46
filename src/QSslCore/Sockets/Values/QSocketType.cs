namespace QSslCore;

/// <summary>The transport protocol of a socket. The numbers are Qt's.</summary>
[QtMember("QAbstractSocket::SocketType")]
public enum QSocketType
{
    /// <summary>TCP.</summary>
    TcpSocket = 0,

    /// <summary>UDP.</summary>
    UdpSocket = 1,

    /// <summary>SCTP.</summary>
    SctpSocket = 2,

    /// <summary>Something else.</summary>
    UnknownSocketType = -1,
}
