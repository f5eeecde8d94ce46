namespace QSslCore;

/// <summary>An alert that was sent to or received from a client during its handshake.</summary>
public sealed class SslServerAlertEventArgs(QSslSocket socket, AlertLevel level, AlertType type, string description) : SignalEventArgs
{
    /// <summary>The client's socket.</summary>
    public QSslSocket Socket { get; } = socket;

    /// <summary>The level of the alert.</summary>
    public AlertLevel Level { get; } = level;

    /// <summary>The type of the alert.</summary>
    public AlertType Type { get; } = type;

    /// <summary>The error as text.</summary>
    public string Description { get; } = description;
}
