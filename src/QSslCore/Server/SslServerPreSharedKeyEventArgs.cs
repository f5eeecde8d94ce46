namespace QSslCore;

/// <summary>A client's handshake needs a pre-shared key.</summary>
public sealed class SslServerPreSharedKeyEventArgs(QSslSocket socket, QSslPreSharedKeyAuthenticator authenticator) : SignalEventArgs
{
    /// <summary>The client's socket.</summary>
    public QSslSocket Socket { get; } = socket;

    /// <summary>The authenticator. The handler must fill it before it returns.</summary>
    public QSslPreSharedKeyAuthenticator Authenticator { get; } = authenticator;
}
