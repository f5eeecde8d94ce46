using System.Management.Automation;
using System.Net;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>The errors for a socket that is not in the required state, or that fails while a cmdlet works on it.</summary>
internal static class SocketErrors
{
    /// <param name="socket">The socket. Its state is the reason.</param>
    /// <param name="what">What is not possible because of it, as the beginning of a sentence.</param>
    public static ErrorRecord NotConnected(QSslSocket socket, string what) => ErrorRecords.Make(
        ErrorIds.NotConnected, ErrorCategory.InvalidOperation, socket,
        $"{socket.DisplayTarget()}: {what}, because the socket is not connected "
            + $"({socket.State}). {(socket.Error == QSocketError.UnknownSocketError ? "" : socket.ErrorString)}".TrimEnd(),
        "Connect it first.");

    /// <summary>The error for an attempt to start encryption on a connection that is not in plain text.</summary>
    public static ErrorRecord NotPlain(QSslSocket socket) => ErrorRecords.Make(
        ErrorIds.NotConnected, ErrorCategory.InvalidOperation, socket,
        $"{socket.DisplayTarget()}: encryption can be started only on a connected plain socket; this one "
            + $"is {(socket.State != SocketState.ConnectedState ? socket.State : socket.Mode)}.",
        "Connect with -NoEncryption first.");

    public static ErrorRecord NoHandshakeStarted(QSslSocket socket) => ErrorRecords.Make(
        ErrorIds.NotConnected, ErrorCategory.InvalidOperation, socket,
        $"{socket.DisplayTarget()}: the connection is plain, and no handshake was started.",
        "Start one with Start-SslClientEncryption, or, on the server's side, with Start-SslServerEncryption.");

    /// <param name="socket">The given socket.</param>
    /// <param name="target">The target of the connection.</param>
    public static ErrorRecord InUse(QSslSocket socket, SslTarget target) => ErrorRecords.Make(
        ErrorIds.SocketInUse, ErrorCategory.ResourceBusy, target.Input,
        $"{target}: the socket given is in use ({socket.DisplayTarget()}, {socket.State}).",
        "Disconnect it first, or use another for each target.");

    /// <param name="address">What was given for -SourceAddress.</param>
    /// <param name="reason">Why it cannot be used.</param>
    /// <param name="target">Where the connection was to go.</param>
    public static ErrorRecord NotBound(IPAddress address, string reason, SslTarget target) => ErrorRecords.Make(
        ErrorIds.NetworkError, ErrorCategory.InvalidArgument, target.Input,
        $"{target} was not connected to from -SourceAddress {address}: {reason}",
        "Give an address of this machine, of the same kind (IPv4 or IPv6) as that of the host.");

    /// <param name="input">What was given for a socket of the system.</param>
    public static ErrorRecord NotAdoptable(object input) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, input,
        $"A {ErrorTarget.TypeName(input)} cannot be adopted as a socket.", "Give a TcpClient, a Socket or a descriptor.");

    /// <param name="input">The socket of the system.</param>
    /// <param name="reason">The reason; null if the socket is not connected.</param>
    public static ErrorRecord NotAdopted(object input, string? reason) => ErrorRecords.Make(
        ErrorIds.NotConnected, ErrorCategory.InvalidOperation, input,
        $"The socket cannot be adopted: {reason ?? "it is not connected"}", "Connect it first.");

    /// <summary>The error for a paused handshake, which needs a decision first.</summary>
    public static ErrorRecord Paused(QSslSocket socket) => ErrorRecords.Make(
        ErrorIds.SocketPaused, ErrorCategory.InvalidOperation, socket,
        $"{socket.DisplayTarget()}: the handshake is paused, because the peer was not "
            + $"accepted: {socket.SslHandshakeErrors[0].ErrorString}",
        "Look at the errors with Get-SslError, then use Approve-SslError or Deny-SslError.");

    /// <param name="input">The input to approve or to deny.</param>
    public static ErrorRecord NeitherSocketNorError(object input) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, input,
        $"A {ErrorTarget.TypeName(input)} is neither a socket nor an error of one.",
        "Pipe in a paused socket, or what Get-SslError writes.");

    /// <summary>The error for a socket without a choice of the errors to accept.</summary>
    public static ErrorRecord NoErrorChosen(QSslSocket socket) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, socket,
        $"{socket.DisplayTarget()}: nothing was approved, because nothing says which errors to accept. The handshake stays as it is.",
        "Name them with -Error or -Thumbprint, pipe them in from Get-SslError, or use -All.",
        new ArgumentException("Nothing says which errors to accept."));

    /// <param name="socket">The socket, whose handshake is not paused.</param>
    /// <param name="target">The socket, or its error.</param>
    public static ErrorRecord NothingToApprove(QSslSocket socket, object target) => ErrorRecords.Make(
        ErrorIds.SocketNotPaused, ErrorCategory.InvalidOperation, target,
        $"{socket.DisplayTarget()}: there is nothing to approve, the handshake is not paused "
            + $"({(socket.IsEncrypted ? "it is encrypted" : socket.ErrorString)}).",
        "Connect with -PauseOnSslErrors, and approve before the time-out.");

    /// <param name="socket">The socket, whose handshake is not paused.</param>
    /// <param name="target">The socket, or its error.</param>
    public static ErrorRecord NothingToDeny(QSslSocket socket, object target) => ErrorRecords.Make(
        ErrorIds.SocketNotPaused, ErrorCategory.InvalidOperation, target,
        $"{socket.DisplayTarget()}: there is nothing to deny, the handshake is not paused.", "Connect with -PauseOnSslErrors.");

    /// <param name="socket">The socket, which has dropped its connection.</param>
    /// <param name="open">The errors that were not approved.</param>
    public static ErrorRecord NotAllApproved(QSslSocket socket, IEnumerable<string> open) => ErrorRecords.Make(
        ErrorIds.PeerNotAccepted, ErrorCategory.SecurityError, socket,
        $"{socket.DisplayTarget()}: the connection was dropped, because not all errors were approved: {string.Join(", ", open)}.",
        "Connect again, and approve these as well if they are acceptable, or use Deny-SslError.", socket.ToException());

    public static ErrorRecord NoPeerCertificate(QSslSocket socket, string name) => ErrorRecords.Make(
        ErrorIds.NoPeerCertificate, ErrorCategory.ObjectNotFound, socket,
        $"{name}: the peer has shown no "
            + $"certificate{(socket.State == SocketState.ConnectedState ? "" : ", and the socket is not connected")}.",
        "Connect with Connect-SslHost first.");

    /// <param name="target">The socket, or another object that the cmdlet works on.</param>
    /// <param name="thrown">The exception of the script block.</param>
    public static ErrorRecord HandlerFailed(object? target, RuntimeException thrown) => ErrorRecords.Make(
        ErrorIds.HandlerFailed, ErrorCategory.OperationStopped, target,
        $"A script block that listens to the socket's events failed: {thrown.Message}",
        "Fix the script block that was added with add_….", thrown);

    /// <param name="name">The name of the event, or a pattern for it.</param>
    public static ErrorRecord UnknownEvent(string name) => ErrorRecords.Make(
        ErrorIds.UnsupportedInput, ErrorCategory.InvalidArgument, name, $"No event of a socket is named '{InputEcho.Of(name)}'.",
        "Press Tab after -EventName for those there are.");

    public static ErrorRecord WaitTimedOut(QSslSocket socket, SocketGoal goal, int milliseconds) => TimedOut(
        socket, socket.DescribeTimeout(goal, milliseconds), "Give more time with -TimeoutSeconds; the connection was left as it is.");

    public static ErrorRecord SendTimedOut(QSslSocket socket, int milliseconds) => TimedOut(
        socket, socket.DescribeTimeout(SocketGoal.AllWritten, milliseconds), "The peer does not read; the unsent data stays queued.");

    /// <param name="socket">The socket, which was aborted.</param>
    /// <param name="description">What did not arrive in time, as described before the socket was aborted.</param>
    public static ErrorRecord DisconnectTimedOut(QSslSocket socket, string description) => ErrorRecords.Make(
        ErrorIds.Timeout, ErrorCategory.OperationTimeout, socket, $"{description} It was aborted.",
        "The peer did not take the unsent data.", new TimeoutException(description));

    private static ErrorRecord TimedOut(QSslSocket socket, string text, string advice) => ErrorRecords.Make(
        ErrorIds.Timeout, ErrorCategory.OperationTimeout, socket, text, advice, new TimeoutException(text));
}
