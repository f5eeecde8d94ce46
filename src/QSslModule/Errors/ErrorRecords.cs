using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>
/// Creates every error record with its id, category, target, message and advice. The other classes contain the messages by topic.
/// </summary>
internal static class ErrorRecords
{
    public static ErrorRecord Make(string id, ErrorCategory category, object? target, string message, string advice,
        Exception? cause = null)
    {
        // The callers make values of a peer visible. This call does the same for text that the system quotes.
        message = VisibleText.OfLines(message);
        Exception exception = cause ?? new InvalidOperationException(message);
        ErrorRecord record = new(exception, id, category,
            ErrorTarget.Of(target)) { ErrorDetails = new(message) { RecommendedAction = VisibleText.OfLines(advice) } };
        // The default name would contain all properties with their values.
        if ((target is PSObject wrapped ? wrapped.BaseObject : target) is PSCustomObject)
            record.CategoryInfo.TargetName = nameof(PSCustomObject);
        else
            record.CategoryInfo.TargetName = VisibleText.Of(record.CategoryInfo.TargetName);
        return record;
    }

    /// <summary>The error for a file that could not be written.</summary>
    /// <param name="given">The given path.</param>
    /// <param name="place">The full path.</param>
    /// <param name="what">What could not be written, as the beginning of a sentence; null for the path.</param>
    /// <param name="cause">The exception. Its message may repeat the path, and the path may be a key that was passed by mistake.</param>
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

    /// <summary>The error for a socket that could not be connected or encrypted.</summary>
    /// <param name="socket">The socket, with its error.</param>
    /// <param name="target">The input of the caller.</param>
    /// <param name="name">The name of the target in messages.</param>
    public static ErrorRecord ForSocket(QSslSocket socket, object? target, string name)
    {
        if (socket.HandshakeFault == HandshakeFault.PeerRejected)
            return ForPeer(socket, target, name);
        (string id, ErrorCategory category, string advice) = ClassifyHandshake(socket) ?? Classify(socket);
        if (MayBeExplained(socket, id))
            advice += " Test-SslHost -Explain says what the host accepts, and which parameter reaches it.";
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
        string said = ParameterNames.In(socket.ErrorString);
        // Most messages already name the target.
        string message = socket.Error == QSocketError.UnknownSocketError
            ? $"{name}: the connection was closed on this side before it was complete."
            : said.Contains(name, StringComparison.Ordinal) ? said : $"{name}: {said}";
        return Make(id, category, target, message, advice, exception);
    }

    /// <summary>
    /// The error for a peer whose identity was not accepted, with the chain, the certificates with errors, and the remedy.
    /// </summary>
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
        // A view for this type name keeps the lines of the drawing.
        PSObject.AsPSObject(record).TypeNames.Insert(0, $"{typeof(ErrorRecord).FullName}#SslPeerNotAccepted");
        return record;
    }

    /// <summary>The error for a socket that was removed.</summary>
    /// <param name="socket">The socket, or another target of the error.</param>
    /// <param name="what">What is not possible because of it, as the beginning of a sentence.</param>
    /// <param name="cause">The exception, if any.</param>
    public static ErrorRecord ForRemoved(object? socket, string what, ObjectDisposedException? cause = null) => Make(
        ErrorIds.SocketDisposed, ErrorCategory.InvalidOperation, socket,
            $"{what}, because the socket was removed: it cannot be used any more.",
        "Make another one, with Connect-SslHost or New-SslSocket.", cause);

    /// <summary>The error for a backend that does not exist or cannot be used.</summary>
    public static ErrorRecord ForBackend(string name) => Make(
        ErrorIds.NoBackend, ErrorCategory.ObjectNotFound, name, TlsBackendRegistry.Describe(name),
            "Get-SslBackend shows which there are, and why others cannot be used.");

    /// <summary>The error for input that is not a valid target.</summary>
    public static ErrorRecord ForTarget(SslTarget target) => Make(
        ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, target.Input, target.Failure, target.IsList
            ? "Check the path and the current location. A list has a host a line, or is a table (.csv, .tsv) with a heading; a single host "
                + "is given without -Path."
            : "Give a host, host:port, [IPv6 address]:port, a URI such as https://host, or an object with a property HostName.");

    /// <summary>The error for an object that is not a report.</summary>
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

    /// <summary>Determines whether a profile of the peer can help: the peer is a server, and TLS was not established.</summary>
    private static bool MayBeExplained(QSslSocket socket, string id) => socket.Mode != SslMode.SslServerMode
        && id is ErrorIds.NotTls or ErrorIds.HandshakeTruncated or ErrorIds.RefusedByPeer or ErrorIds.HandshakeFailed;

    /// <summary>What a failed handshake is, and what to do; null if it did not fail.</summary>
    public static (string Id, ErrorCategory Category, string Advice)? ClassifyHandshake(QSslSocket socket) => socket.HandshakeFault switch
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
        HandshakeFault.PeerChanged => (ErrorIds.PeerNotAccepted, ErrorCategory.SecurityError,
            "Find out who answers there. A server that was given a new certificate meanwhile is met with a new connection."),
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
