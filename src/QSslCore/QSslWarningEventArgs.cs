namespace QSslCore;

/// <summary>Tells of a warning.</summary>
/// <param name="message">What is wrong.</param>
public sealed class QSslWarningEventArgs(string message) : EventArgs
{
    /// <summary>What is wrong and, where something can be done, what to do. Never holds anything secret.</summary>
    public string Message { get; } = message;
}
