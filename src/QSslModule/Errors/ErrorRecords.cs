using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>Makes every error record: id, category, target, words, and what to do. The classes beside it have the words by theme.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord Make(string id, ErrorCategory category, object? target, string message, string advice,
        Exception? cause = null)
    {
        // Values of a peer are visible where they stand in the text; this is for what the system quotes.
        message = VisibleText.OfLines(message);
        Exception exception = cause ?? new InvalidOperationException(message);
        ErrorRecord record = new(exception, id, category,
            ErrorTarget.Of(target)) { ErrorDetails = new(message) { RecommendedAction = VisibleText.OfLines(advice) } };
        // It would be all properties with their values.
        if ((target is PSObject wrapped ? wrapped.BaseObject : target) is PSCustomObject)
            record.CategoryInfo.TargetName = nameof(PSCustomObject);
        else
            record.CategoryInfo.TargetName = VisibleText.Of(record.CategoryInfo.TargetName);
        return record;
    }

    /// <summary>A file that could not be written.</summary>
    /// <param name="given">The path that was given.</param>
    /// <param name="place">The same in full.</param>
    /// <param name="what">What could not be written, as the beginning of a sentence; null for the path.</param>
    /// <param name="cause">What was thrown for it: its message may repeat the path, which may be a key that was given for one.</param>
    public static ErrorRecord ForUnwritten(string? given, string place, string? what, Exception cause)
    {
        string shown = InputEcho.OfPath(place);
        string why = shown == place ? cause.Message : InputEcho.Within(cause.Message, place);
        bool isDenied = cause is UnauthorizedAccessException;
        Exception told = why == cause.Message ? cause : isDenied ? new UnauthorizedAccessException(why) : new IOException(why);
        return Make(
            ErrorIds.FileNotWritten, isDenied
                ? ErrorCategory.PermissionDenied
                : ErrorCategory.WriteError, given, $"{what ?? $"'{shown}'"} cannot be written: {why}",
            "Check the path, its directory and its permissions; -Force replaces a read-only file.", told);
    }

    /// <summary>A socket that could not be connected or encrypted.</summary>
    /// <param name="socket">The socket, with its error.</param>
    /// <param name="target">What the caller gave.</param>
    /// <param name="name">Target for the words.</param>
    public static ErrorRecord ForSocket(QSslSocket socket, object? target, string name)
    {
        if (socket.HandshakeFault == HandshakeFault.PeerRejected)
            return ForPeer(socket, target, name);
        (string id, ErrorCategory category, string advice) = ClassifyHandshake(socket) ?? Classify(socket);
        QSslSocketException facts = socket.ToException();
        QSslSocketException exception = new(facts.Message)
        {
            Error = facts.Error,
            Errors = facts.Errors,
            Chain = facts.Chain,
            Alert = facts.Alert,
            Target = name,
            Hint = advice,
        };
        // Most texts name the target already.
        string message = socket.Error == QSocketError.UnknownSocketError
            ? $"{name}: the connection was closed on this side before it was complete."
            : socket.ErrorString.Contains(name, StringComparison.Ordinal) ? socket.ErrorString : $"{name}: {socket.ErrorString}";
        return Make(id, category, target, message, advice, exception);
    }

    /// <summary>A peer whose identity was not accepted: the chain, the faulty link, the remedy.</summary>
    public static ErrorRecord ForPeer(QSslSocket socket, object? target, string name)
    {
        IReadOnlyList<QSslError> errors = socket.SslHandshakeErrors;
        QSslError primary = PeerFault.Primary(errors);
        string advice = PeerFault.Remedy(primary, socket.PeerCertificateChain, peerIsServer: socket.Mode != SslMode.SslServerMode);
        string summary = $"The identity of {name} was not accepted: {primary.ErrorString.TrimEnd('.')}.";
        string drawing = ChainText.Draw(socket.PeerCertificateChain, socket.VerifiedCertificateChain, errors);
        QSslSocketException exception = new($"{summary} {advice}")
        {
            Error = QSocketError.SslHandshakeFailedError,
            Errors = errors,
            Chain = socket.PeerCertificateChain,
            Target = name,
            Hint = advice,
        };
        ErrorRecord record = Make(PeerFault.Id(primary.Error), ErrorCategory.SecurityError, target, $"{summary}\n{drawing}", advice,
            exception);
        // The drawing needs its lines: there is a view for this name.
        PSObject.AsPSObject(record).TypeNames.Insert(0, $"{typeof(ErrorRecord).FullName}#SslPeerNotAccepted");
        return record;
    }

    /// <summary>A socket that was removed.</summary>
    /// <param name="socket">The socket, or what else it was for.</param>
    /// <param name="what">What cannot be for that, as the beginning of a sentence.</param>
    /// <param name="cause">What was thrown for it, if anything.</param>
    public static ErrorRecord ForRemoved(object? socket, string what, ObjectDisposedException? cause = null) => Make(
        ErrorIds.SocketDisposed, ErrorCategory.InvalidOperation, socket,
            $"{what}, because the socket was removed: it cannot be used any more.",
        "Make another one, with Connect-SslHost or New-SslSocket.", cause);

    /// <summary>A backend that is not there, or cannot be used.</summary>
    public static ErrorRecord ForBackend(string name) => Make(
        ErrorIds.NoBackend, ErrorCategory.ObjectNotFound, name, TlsBackendRegistry.Describe(name),
            "Get-SslBackend shows which there are, and why others cannot be used.");

    /// <summary>A target that is none.</summary>
    public static ErrorRecord ForTarget(SslTarget target) => Make(
        ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, target.Input, target.Failure,
        "Give a host, host:port, [IPv6 address]:port, a URI such as https://host, or an object with a property HostName.");

    /// <summary>An object that is not a report.</summary>
    public static ErrorRecord ForNoReport(object? item)
    {
        string kind = (item is PSObject wrapped ? wrapped.BaseObject : item) switch
        {
            null => "A $null",
            PSCustomObject => "An object",
            object other => $"A {other.GetType().Name}",
        };
        return Make(
            ErrorIds.NotAReport, ErrorCategory.InvalidData, item,
            $"{kind} is not a report of a host: it has no properties Target and Status.",
            "Give what Test-SslHost writes, or what Import-Clixml or ConvertFrom-Json makes of it.");
    }

    private static (string Id, ErrorCategory Category, string Advice)? ClassifyHandshake(QSslSocket socket) => socket.HandshakeFault switch
    {
        HandshakeFault.PeerNotTls => (ErrorIds.NotTls, ErrorCategory.ProtocolError,
            "Check the port. A service that begins plain is reached with -NoEncryption, its own STARTTLS command, then "
                + "Start-SslClientEncryption."),
        HandshakeFault.Truncated => (ErrorIds.HandshakeTruncated, ErrorCategory.ProtocolError,
            "The other side gave up without a word: its log says why. Often it expects another protocol on this port, or another name "
                + "(-PeerName)."),
        HandshakeFault.RefusedByPeer => (ErrorIds.RefusedByPeer, ErrorCategory.SecurityError,
            "The log of the other side says more. Compare the protocols (-Protocol), the ciphers (-Cipher) and the certificate "
                + "presented (-Certificate, -Key)."),
        HandshakeFault.CertificateMissed => (ErrorIds.RefusedByPeer, ErrorCategory.SecurityError,
            "Give a certificate that the server takes, with its private key: -Certificate and -Key."),
        HandshakeFault.KeyMismatch => (ErrorIds.KeyMismatch, ErrorCategory.InvalidArgument,
            "Give the private key that the certificate was made for."),
        HandshakeFault.Setup => (ErrorIds.InvalidIdentity, ErrorCategory.InvalidArgument,
            "Check -Certificate, -Key, -Protocol and -Cipher."),
        _ => null,
    };

    private static (string Id, ErrorCategory Category, string Advice) Classify(QSslSocket socket) => socket.Error switch
    {
        QSocketError.HostNotFoundError => (ErrorIds.HostNotFound, ErrorCategory.ObjectNotFound,
            "Check the spelling of the name and the name server."),
        QSocketError.ConnectionRefusedError => (ErrorIds.ConnectionRefused, ErrorCategory.ConnectionError,
            "Check the port, and that the service runs."),
        QSocketError.SocketTimeoutError => (ErrorIds.Timeout, ErrorCategory.OperationTimeout,
            "Check that the host is up and speaks TLS on that port at once (STARTTLS services do not); give more time with "
            + "-TimeoutSeconds."),
        QSocketError.SslHandshakeFailedError => (ErrorIds.HandshakeFailed, ErrorCategory.ProtocolError,
            "Compare the protocols (-Protocol), ciphers (-Cipher) and certificates of both sides."),
        QSocketError.RemoteHostClosedError => (ErrorIds.RemoteClosed, ErrorCategory.ConnectionError,
            "The peer hung up; its own log says why."),
        QSocketError.SslInternalError when !QSslSocket.SupportsSsl =>
            (ErrorIds.NoBackend, ErrorCategory.NotInstalled, "Install OpenSSL 3."),
        QSocketError.ProxyAuthenticationRequiredError =>
            (ErrorIds.ProxyAuthenticationRequired, ErrorCategory.AuthenticationError,
            "Give the user name and the password with -ProxyCredential."),
        QSocketError.ProxyNotFoundError or QSocketError.ProxyConnectionRefusedError or QSocketError.ProxyConnectionTimeoutError
            or QSocketError.ProxyConnectionClosedError or QSocketError.ProxyProtocolError =>
            (ErrorIds.ProxyFailed, ErrorCategory.ConnectionError, "Check the proxy's address and kind (-Proxy), and its log."),
        QSocketError.UnknownSocketError => (ErrorIds.NotConnected, ErrorCategory.OperationStopped,
            "A handler of its events, or another thread, has closed, aborted or removed the socket."),
        QSocketError.SocketAccessError => (ErrorIds.NetworkError, ErrorCategory.PermissionDenied, "Check the permissions of this user."),
        _ => (ErrorIds.For(socket.Error), ErrorCategory.ConnectionError, "Check the network between the two hosts."),
    };
}
