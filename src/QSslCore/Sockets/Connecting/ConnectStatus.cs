namespace QSslCore.Sockets;

/// <summary>How far a connection came that is being made.</summary>
internal enum ConnectStatus
{
    /// <summary>It has to wait.</summary>
    Working,

    /// <summary>It stands.</summary>
    Connected,

    /// <summary>It cannot be made.</summary>
    Failed,

    /// <summary>A proxy asks who is there; the next step takes the answer.</summary>
    NeedsCredentials,
}
