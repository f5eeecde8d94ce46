namespace QSslModule;

/// <summary>The conditions that Wait-SslSocket can wait for.</summary>
public enum SslWaitCondition
{
    /// <summary>The TCP connection is established.</summary>
    Connected,

    /// <summary>The connection is encrypted, or paused for a decision.</summary>
    Encrypted,

    /// <summary>There are bytes to read that no earlier wait has reported.</summary>
    ReadyRead,

    /// <summary>All written data has been sent.</summary>
    BytesWritten,

    /// <summary>The connection is closed.</summary>
    Disconnected,
}
