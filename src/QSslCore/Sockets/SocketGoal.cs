namespace QSslCore.Sockets;

/// <summary>What a wait can be for.</summary>
internal enum SocketGoal
{
    Connected,
    Encrypted,

    /// <summary>Encrypted, or stopped for a decision about the peer's identity.</summary>
    EncryptedOrPaused,

    /// <summary>The server has given a session to resume.</summary>
    Session,

    /// <summary>The server has said something after the handshake, and so has taken this side's certificate.</summary>
    Confirmed,
    ReadyRead,
    BytesWritten,

    /// <summary>Nothing that was written is left on this side.</summary>
    AllWritten,
    Disconnected,
}
