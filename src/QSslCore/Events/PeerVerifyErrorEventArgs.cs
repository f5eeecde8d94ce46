namespace QSslCore;

/// <summary>One problem with the peer's identity, told early.</summary>
/// <param name="error">The problem.</param>
public sealed class PeerVerifyErrorEventArgs(QSslError error) : SignalEventArgs
{
    /// <summary>The problem.</summary>
    public QSslError Error { get; } = error;
}
