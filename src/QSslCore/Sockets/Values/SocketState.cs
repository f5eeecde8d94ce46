namespace QSslCore;

/// <summary>The state of a socket. The numbers are Qt's.</summary>
[QtMember("QAbstractSocket::SocketState")]
public enum SocketState
{
    /// <summary>Not connected.</summary>
    UnconnectedState = 0,

    /// <summary>The host name is being looked up.</summary>
    HostLookupState = 1,

    /// <summary>A connection is being established.</summary>
    ConnectingState = 2,

    /// <summary>Connected.</summary>
    ConnectedState = 3,

    /// <summary>Bound to an address and a port.</summary>
    BoundState = 4,

    /// <summary>Listening; servers only.</summary>
    ListeningState = 5,

    /// <summary>About to close: data may still be waiting to be written.</summary>
    ClosingState = 6,
}
