namespace QSslCore;

/// <summary>A socket's error.</summary>
/// <param name="socketError">The error; the socket's ErrorString has the words.</param>
public sealed class ErrorOccurredEventArgs(QSocketError socketError) : SignalEventArgs
{
    /// <summary>The error; the socket's ErrorString has the words.</summary>
    public QSocketError SocketError { get; } = socketError;
}
