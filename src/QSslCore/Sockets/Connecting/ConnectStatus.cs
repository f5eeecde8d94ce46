namespace QSslCore.Sockets;

/// <summary>The state of a connection attempt.</summary>
internal enum ConnectStatus
{
    /// <summary>The attempt is pending.</summary>
    Working,

    /// <summary>The connection is established.</summary>
    Connected,

    /// <summary>The attempt failed.</summary>
    Failed,

    /// <summary>A proxy requires credentials. The next step uses the answer.</summary>
    NeedsCredentials,
}
