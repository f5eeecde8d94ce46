namespace QSslCore;

/// <summary>The network protocol of a connection. The numbers are Qt's.</summary>
[QtMember("QAbstractSocket::NetworkLayerProtocol")]
public enum NetworkLayerProtocol
{
    /// <summary>IPv4 only.</summary>
    IPv4Protocol = 0,

    /// <summary>IPv6 only.</summary>
    IPv6Protocol = 1,

    /// <summary>Either, in the order of preference of the system.</summary>
    AnyIPProtocol = 2,

    /// <summary>Neither.</summary>
    UnknownNetworkLayerProtocol = -1,
}
