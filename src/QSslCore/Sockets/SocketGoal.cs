namespace QSslCore.Sockets;

/// <summary>What a wait can be for.</summary>
internal enum SocketGoal
{
    Connected,
    Encrypted,

    /// <summary>Encrypted, or stopped for a decision about the peer's identity.</summary>
    EncryptedOrPaused,
    ReadyRead,
    BytesWritten,

    /// <summary>Nothing that was written is left on this side.</summary>
    AllWritten,
    Disconnected,
}
