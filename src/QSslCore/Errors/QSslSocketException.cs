namespace QSslCore;

/// <summary>A socket's failure as an exception: what the async methods throw and what the cmdlets write.</summary>
public class QSslSocketException : Exception
{
    /// <summary>Makes an exception without facts beside its message.</summary>
    public QSslSocketException()
        : this("The socket failed.")
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    /// <param name="message">What happened, to which target, and why.</param>
    public QSslSocketException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    /// <param name="message">What happened, to which target, and why.</param>
    /// <param name="innerException">The cause.</param>
    public QSslSocketException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The socket's error.</summary>
    public QSocketError Error { get; init; } = QSocketError.UnknownSocketError;

    /// <summary>What is wrong with the peer's identity; empty when that is not the cause.</summary>
    public IReadOnlyList<QSslError> Errors { get; init; } = [];

    /// <summary>The peer's certificates as sent, leaf first; empty when none were seen.</summary>
    public IReadOnlyList<QSslCertificate> Chain { get; init; } = [];

    /// <summary>Host and port, as the caller named them.</summary>
    public string Target { get; init; } = "";

    /// <summary>The fatal alert that ended the handshake and who sent it; null when there was none.</summary>
    public QSslAlert? Alert { get; init; }

    /// <summary>What to do about it; null when there is nothing to say beyond the message.</summary>
    public string? Hint { get; init; }
}
