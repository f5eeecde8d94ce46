namespace QSslCore;

/// <summary>Provides data about a warning.</summary>
/// <param name="message">The code of the error.</param>
public sealed class QSslWarningEventArgs(string message) : EventArgs
{
    /// <summary>The problem and, if possible, what to do. It never contains a secret.</summary>
    public string Message { get; } = message;
}
