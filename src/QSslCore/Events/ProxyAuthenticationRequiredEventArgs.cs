namespace QSslCore;

/// <summary>Provides data about a proxy that requires a user name and a password.</summary>
public sealed class ProxyAuthenticationRequiredEventArgs(QNetworkProxy proxy, QAuthenticator authenticator) : SignalEventArgs
{
    /// <summary>The proxy.</summary>
    public QNetworkProxy Proxy { get; } = proxy;

    /// <summary>The authenticator. The handler must fill it before it returns.</summary>
    public QAuthenticator Authenticator { get; } = authenticator;
}
