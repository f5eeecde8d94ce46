namespace QSslCore;

/// <summary>The role of a socket; an intent, which comes before the handshake is done.</summary>
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
