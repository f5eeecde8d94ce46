using QSslCore.StartTls;

namespace QSslCore;

/// <summary>A peer did not start TLS. <see cref="Status"/> says how the dialogue ended, and the message says why.</summary>
public sealed class StartTlsException : QSslSocketException
{
    /// <summary>Creates an exception with a default message.</summary>
    public StartTlsException()
        : this("The peer did not come to TLS.")
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">What happened, at which target, and why.</param>
    public StartTlsException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    /// <param name="message">What happened, at which target, and why.</param>
    /// <param name="innerException">The cause.</param>
    public StartTlsException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The result of the dialogue; never <see cref="StartTlsStatus.Ready"/>.</summary>
    public StartTlsStatus Status { get; init; }

    /// <summary>The dialogue, line by line. <c>S: </c> marks the server, <c>C: </c> this side. Invisible characters are escaped, and
    /// bytes that are not text are described.</summary>
    public IReadOnlyList<string> Transcript { get; init; } = [];

    /// <summary>Creates the exception for a dialogue.</summary>
    /// <param name="dialogue">A dialogue that ended without TLS.</param>
    /// <param name="target">Host and port for the message.</param>
    internal static StartTlsException Of(StartTlsDialogue dialogue, string target) => new($"{target}: {Describe(dialogue)}.")
    {
        Status = dialogue.Status,
        Transcript = [.. dialogue.Transcript],
        Error = dialogue.Status == StartTlsStatus.Truncated ? QSocketError.RemoteHostClosedError : QSocketError.UnknownSocketError,
        Target = target,
        Hint = Words(dialogue.Status).Advice,
    };

    /// <summary>Returns why a dialogue did not end in TLS, as a sentence without its period.</summary>
    internal static string Describe(StartTlsDialogue dialogue) => $"{Words(dialogue.Status).What}: {dialogue.Reason}";

    private static (string What, string Advice) Words(StartTlsStatus status) => status switch
    {
        StartTlsStatus.NotOffered => ("the server does not offer TLS",
            "Set up a certificate on the server. If it should offer TLS, an attacker on the network may have removed the offer: do not go "
                + "on in plain text."),
        StartTlsStatus.Refused => ("the server refused to start TLS",
            "The server's log says why; often it is a certificate it cannot read, or too many connections."),
        StartTlsStatus.Injected => ("unrequested plain text arrived and was not used",
            "An attacker on the network may have injected it. Update the server if it is yours; otherwise, tell its owner."),
        StartTlsStatus.Truncated => ("the server hung up before TLS",
            "The server's log says why; it may refuse the address of this client."),
        _ => ("the server does not speak the protocol named",
            "Check the port and -StartTls. A service that begins with TLS needs no -StartTls."),
    };
}
