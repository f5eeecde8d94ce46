namespace QSslCore;

/// <summary>A proxy asks for a user name and a password.</summary>
public sealed class ProxyAuthenticationRequiredEventArgs(QNetworkProxy proxy, QAuthenticator authenticator) : SignalEventArgs
{
    /// <summary>The proxy.</summary>
    public QNetworkProxy Proxy { get; } = proxy;

    /// <summary>To be filled before the handler returns.</summary>
    public QAuthenticator Authenticator { get; } = authenticator;
}
