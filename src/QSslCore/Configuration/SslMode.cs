namespace QSslCore;

/// <summary>The TLS role of a socket. It is set before the handshake completes, and shows the intent.</summary>
[QtMember("QSslSocket::SslMode")]
public enum SslMode
{
    /// <summary>Plain TCP.</summary>
    UnencryptedMode = 0,

    /// <summary>A TLS client.</summary>
    SslClientMode = 1,

    /// <summary>A TLS server.</summary>
    SslServerMode = 2,
}
