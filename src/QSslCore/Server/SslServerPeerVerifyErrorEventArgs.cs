namespace QSslCore;

/// <summary>One problem with a client's certificate.</summary>
public sealed class SslServerPeerVerifyErrorEventArgs(QSslSocket socket, QSslError error) : SignalEventArgs
{
    /// <summary>The client's socket.</summary>
    public QSslSocket Socket { get; } = socket;

    /// <summary>The problem.</summary>
    public QSslError Error { get; } = error;
}
