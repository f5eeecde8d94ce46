namespace QSslCore;

/// <summary>An alert that was sent or received: what one side tells the other about the state of the session.</summary>
public sealed class AlertEventArgs(AlertLevel level, AlertType type, string description) : SignalEventArgs
{
    /// <summary>How grave it is.</summary>
    public AlertLevel Level { get; } = level;

    /// <summary>What it says; a code that has no name is its number.</summary>
    public AlertType Type { get; } = type;

    /// <summary>The same in words.</summary>
    public string Description { get; } = description;
}
