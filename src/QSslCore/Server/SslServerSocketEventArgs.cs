namespace QSslCore;

/// <summary>Something happened to a client's connection.</summary>
public sealed class SslServerSocketEventArgs(QSslSocket socket) : SignalEventArgs
{
    /// <summary>The client's socket.</summary>
    public QSslSocket Socket { get; } = socket;
}
