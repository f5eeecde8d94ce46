namespace QSslCore.Sockets;

/// <summary>What a wait can be for.</summary>
internal enum SocketGoal
{
    Connected,

    /// <summary>Connected, or was so since the connection was begun: the loop may have seen its end before it is awaited.</summary>
    HasConnected,
    Encrypted,

    /// <summary>Encrypted, or was so since the handshake was started.</summary>
    HasEncrypted,

    /// <summary>Encrypted, or stopped for a decision about the peer's identity.</summary>
    EncryptedOrPaused,

    /// <summary>The server has given a session to resume.</summary>
    Session,

    /// <summary>The server has said something after the handshake, be it its farewell, and so has taken what this side showed.</summary>
    Confirmed,
    ReadyRead,
    BytesWritten,

    /// <summary>Nothing that was written is left on this side.</summary>
    AllWritten,
    Disconnected,
}
