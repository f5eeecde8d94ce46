namespace QSslCore;

/// <summary>
/// Provides data about an alert that was sent or received. An alert informs the other side about the state of the session.
/// </summary>
public sealed class AlertEventArgs(AlertLevel level, AlertType type, string description) : SignalEventArgs
{
    /// <summary>The level of the alert.</summary>
    public AlertLevel Level { get; } = level;

    /// <summary>The type of the alert. A code without a name is its number.</summary>
    public AlertType Type { get; } = type;

    /// <summary>The description of the alert.</summary>
    public string Description { get; } = description;
}
