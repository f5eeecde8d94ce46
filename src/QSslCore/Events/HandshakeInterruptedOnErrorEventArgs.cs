namespace QSslCore;

/// <summary>Provides data about a problem with the peer's chain that interrupted the handshake.</summary>
public sealed class HandshakeInterruptedOnErrorEventArgs(QSslError error) : SignalEventArgs
{
    /// <summary>The problem.</summary>
    public QSslError Error { get; } = error;
}
