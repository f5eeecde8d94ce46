namespace QSslCore;

/// <summary>An alert that was sent to or received from a client during its handshake.</summary>
public sealed class SslServerAlertEventArgs(QSslSocket socket, AlertLevel level, AlertType type, string description) : SignalEventArgs
{
    /// <summary>The client's socket.</summary>
    public QSslSocket Socket { get; } = socket;

    /// <summary>How grave it is.</summary>
    public AlertLevel Level { get; } = level;

    /// <summary>What it says.</summary>
    public AlertType Type { get; } = type;

    /// <summary>The same in words.</summary>
    public string Description { get; } = description;
}
