namespace QSslCore;

/// <summary>The failure of a socket. The async methods throw this exception, and the cmdlets write it.</summary>
public class QSslSocketException : Exception
{
    /// <summary>Creates an exception with a default message.</summary>
    public QSslSocketException()
        : this("The socket failed.")
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The message: what happened, to which target, and why.</param>
    public QSslSocketException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    /// <param name="message">The message: what happened, to which target, and why.</param>
    /// <param name="innerException">The cause.</param>
    public QSslSocketException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The error of the socket.</summary>
    public QSocketError Error { get; init; } = QSocketError.UnknownSocketError;

    /// <summary>The errors of the peer's identity. Empty if they are not the cause.</summary>
    public IReadOnlyList<QSslError> Errors { get; init; } = [];

    /// <summary>The peer's certificates in the order in which it sent them, leaf first. Empty if it sent none.</summary>
    public IReadOnlyList<QSslCertificate> Chain { get; init; } = [];

    /// <summary>The host and port that the caller specified.</summary>
    public string Target { get; init; } = "";

    /// <summary>The fatal alert that ended the handshake and the side that sent it, or null if there was none.</summary>
    public QSslAlert? Alert { get; init; }

    /// <summary>A hint for solving the problem, or null if the message says everything.</summary>
    public string? Hint { get; init; }
}
