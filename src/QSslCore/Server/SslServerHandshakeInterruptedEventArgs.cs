namespace QSslCore;

/// <summary>A problem with a client's chain has interrupted its handshake.</summary>
public sealed class SslServerHandshakeInterruptedEventArgs(QSslSocket socket, QSslError error) : SignalEventArgs
{
    /// <summary>The client's socket.</summary>
    public QSslSocket Socket { get; } = socket;

    /// <summary>The problem.</summary>
    public QSslError Error { get; } = error;
}
