namespace QSslCore;

/// <summary>Provides data about a single problem with the peer's identity, reported early.</summary>
/// <param name="error">The problem.</param>
public sealed class PeerVerifyErrorEventArgs(QSslError error) : SignalEventArgs
{
    /// <summary>The problem.</summary>
    public QSslError Error { get; } = error;
}
