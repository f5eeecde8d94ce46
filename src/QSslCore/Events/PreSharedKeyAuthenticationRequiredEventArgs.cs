namespace QSslCore;

/// <summary>A handshake needs a pre-shared key.</summary>
public sealed class PreSharedKeyAuthenticationRequiredEventArgs(QSslPreSharedKeyAuthenticator authenticator) : SignalEventArgs
{
    /// <summary>To be filled before the handler returns.</summary>
    public QSslPreSharedKeyAuthenticator Authenticator { get; } = authenticator;
}
