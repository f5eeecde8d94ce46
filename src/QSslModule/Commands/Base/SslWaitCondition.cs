namespace QSslModule;

/// <summary>What Wait-SslSocket can wait for.</summary>
public enum SslWaitCondition
{
    /// <summary>The TCP connection is established.</summary>
    Connected,

    /// <summary>The connection is encrypted, or paused for a decision.</summary>
    Encrypted,

    /// <summary>There are bytes to read that no wait has reported.</summary>
    ReadyRead,

    /// <summary>All that was written has left this side.</summary>
    BytesWritten,

    /// <summary>The connection has ended.</summary>
    Disconnected,
}
