using System.Management.Automation;
using QSslCore;
using QSslCore.StartTls;

namespace QSslModule;

/// <summary>The errors for a protocol before TLS that is unknown, or that does not reach TLS.</summary>
internal static class StartTlsErrors
{
    /// <param name="name">The requested protocol.</param>
    /// <param name="input">The target of the error.</param>
    public static ErrorRecord UnknownProtocol(string name, object? input) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, input,
        $"-StartTls does not know the protocol '{InputEcho.Of(name)}'.",
        $"It knows {string.Join(", ", StartTlsProtocol.All)}; Connect-SslHost takes a script block for others.");

    /// <param name="name">The requested protocol of a server.</param>
    public static ErrorRecord UnknownServerProtocol(string name) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, name,
        $"-StartTls does not know the protocol '{InputEcho.Of(name)}'.",
        $"It knows {string.Join(", ", StartTlsProtocol.All.Where(row => row.HasServerSide))}.");

    /// <param name="target">A target that does not imply a protocol.</param>
    /// <param name="port">The port of the target.</param>
    public static ErrorRecord ProtocolNotGuessed(SslTarget target, int port) => ErrorRecords.Make(
        ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, target.Input,
        $"{SslTarget.Display(target.HostName, port)}: neither the port nor a scheme tells which protocol comes before TLS.",
        $"Name it: -StartTls {string.Join(" | ", StartTlsProtocol.All)}; or give a URI such as "
            + $"smtp://{VisibleText.Of(target.HostName)}.");

    /// <param name="target">A target whose scheme begins with plain text.</param>
    /// <param name="protocol">The protocol before TLS.</param>
    public static ErrorRecord NotInBackground(SslTarget target, string protocol) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, target.Input,
        $"A connection to {target.Scheme}://{VisibleText.Of(target.HostName)} comes to TLS by {protocol}, which -NoWait cannot wait for.",
        "Leave -NoWait out, or add -NoEncryption.");

    public static ErrorRecord ScriptBlockForMany() => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, null,
        "-StartTls: many hosts are tested at once, and a script block can do one thing at a time.",
        "Name a protocol, or use Connect-SslHost.");

    /// <param name="target">The target of the connection.</param>
    /// <param name="name">The name of the target in messages.</param>
    /// <param name="thrown">The exception of the script block.</param>
    public static ErrorRecord ScriptBlockFailed(SslTarget target, string name, RuntimeException thrown) => ErrorRecords.Make(
        ErrorIds.StartTlsRefused, ErrorCategory.OperationStopped, target.Input,
        $"{name}: the script block of -StartTls failed: {thrown.Message}",
        "See what the server said; the script block must throw only when TLS cannot start.", thrown);

    /// <param name="target">The target of the connection.</param>
    /// <param name="name">The name of the target in messages.</param>
    /// <param name="bytes">The number of bytes that the script block did not read.</param>
    public static ErrorRecord PlainTextLeft(SslTarget target, string name, long bytes) => ErrorRecords.Make(
        ErrorIds.StartTlsInjection, ErrorCategory.SecurityError, target.Input,
        $"{name}: {bytes} bytes of plain text were left when the script block of -StartTls had ended, and were not used.",
        "Read the server's answer to its end. If there is more than that, an attacker on the way may have put it there.");

    /// <summary>The error for a dialogue that did not reach TLS.</summary>
    /// <param name="status">How the dialogue ended.</param>
    /// <param name="target">The target of the error.</param>
    /// <param name="facts">The transcript of the dialogue, the reason for the failure, and the advice.</param>
    public static ErrorRecord DialogueFailed(StartTlsStatus status, object? target, StartTlsException facts)
    {
        (string id, ErrorCategory category) = status switch
        {
            StartTlsStatus.NotOffered => (ErrorIds.StartTlsNotOffered, ErrorCategory.NotImplemented),
            StartTlsStatus.Refused => (ErrorIds.StartTlsRefused, ErrorCategory.ConnectionError),
            StartTlsStatus.Injected => (ErrorIds.StartTlsInjection, ErrorCategory.SecurityError),
            StartTlsStatus.Truncated => (ErrorIds.RemoteClosed, ErrorCategory.ConnectionError),
            _ => (ErrorIds.StartTlsNotUnderstood, ErrorCategory.ProtocolError),
        };
        return ErrorRecords.Make(id, category, target, facts.Message, facts.Hint!, facts);
    }
}
