namespace QSslCore;

/// <summary>Provides data about a handshake that needs a pre-shared key.</summary>
public sealed class PreSharedKeyAuthenticationRequiredEventArgs(QSslPreSharedKeyAuthenticator authenticator) : SignalEventArgs
{
    /// <summary>The authenticator. The handler must fill it before it returns.</summary>
    public QSslPreSharedKeyAuthenticator Authenticator { get; } = authenticator;
}
