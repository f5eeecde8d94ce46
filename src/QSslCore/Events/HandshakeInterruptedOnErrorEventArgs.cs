namespace QSslCore;

/// <summary>A problem with the peer's chain interrupted the handshake.</summary>
public sealed class HandshakeInterruptedOnErrorEventArgs(QSslError error) : SignalEventArgs
{
    /// <summary>The problem.</summary>
    public QSslError Error { get; } = error;
}
