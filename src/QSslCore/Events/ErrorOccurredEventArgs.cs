namespace QSslCore;

/// <summary>Provides data about an error of a socket.</summary>
/// <param name="socketError">The error. The ErrorString property of the socket contains its description.</param>
public sealed class ErrorOccurredEventArgs(QSocketError socketError) : SignalEventArgs
{
    /// <summary>The error. The ErrorString property of the socket contains its description.</summary>
    public QSocketError SocketError { get; } = socketError;
}
