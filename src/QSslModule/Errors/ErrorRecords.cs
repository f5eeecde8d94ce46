using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>The only place that makes error records: id, category, target, words, and what to do.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord Make(string id, ErrorCategory category, object? target, string message, string advice, Exception? cause = null)
    {
        Exception exception = cause ?? new InvalidOperationException(message);
        return new(exception, id, category, target) { ErrorDetails = new(message) { RecommendedAction = advice } };
    }

    /// <summary>A socket that could not be connected or encrypted.</summary>
    /// <param name="socket">The socket, with its error.</param>
    /// <param name="target">What the caller gave.</param>
    /// <param name="name">Target for the words.</param>
    public static ErrorRecord ForSocket(QSslSocket socket, object? target, string name)
    {
        if (socket.Error == QSocketError.SslHandshakeFailedError && socket.SslHandshakeErrors.Count > 0)
            return ForPeer(socket, target, name);
        (string id, ErrorCategory category, string advice) = Classify(socket);
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
        string message = socket.ErrorString.Contains(name, StringComparison.Ordinal) ? socket.ErrorString : $"{name}: {socket.ErrorString}";
        return Make(id, category, target, message, advice, exception);
    }

    /// <summary>A peer whose identity was not accepted: the chain, the faulty link, the remedy.</summary>
    public static ErrorRecord ForPeer(QSslSocket socket, object? target, string name)
    {
        IReadOnlyList<QSslError> errors = socket.SslHandshakeErrors;
        string id = ErrorIds.For(errors[0].Error);
        string advice = ChainText.Remedy(errors, socket.PeerCertificateChain);
        string message = $"The identity of {name} was not accepted: {errors[0].ErrorString}{Environment.NewLine}{ChainText.Draw(socket.PeerCertificateChain, errors)}{Environment.NewLine}{advice}";
        QSslSocketException exception = new(message)
        {
            Error = QSocketError.SslHandshakeFailedError,
            Errors = errors,
            Chain = socket.PeerCertificateChain,
            Target = name,
            Hint = advice,
        };
        return Make(id, ErrorCategory.SecurityError, target, message, advice, exception);
    }

    private static (string Id, ErrorCategory Category, string Advice) Classify(QSslSocket socket)
    {
        string text = socket.ErrorString;
        bool Says(string words) => text.Contains(words, StringComparison.Ordinal);
        return socket.Error switch
        {
            QSocketError.HostNotFoundError => (ErrorIds.HostNotFound, ErrorCategory.ObjectNotFound, "Check the spelling of the name and the name server."),
            QSocketError.ConnectionRefusedError => (ErrorIds.ConnectionRefused, ErrorCategory.ConnectionError, "Check the port, and that the service runs."),
            QSocketError.SocketTimeoutError => (ErrorIds.Timeout, ErrorCategory.OperationTimeout, "Check that the host is up and speaks TLS on that port at once (STARTTLS services do not); give more time with -TimeoutSeconds."),
            QSocketError.SslHandshakeFailedError when Says("does not speak TLS") => (ErrorIds.NotTls, ErrorCategory.ProtocolError, "Use the port for TLS, or connect with -NoEncryption, speak the protocol's STARTTLS, and go on with Start-SslClientEncryption."),
            QSocketError.SslHandshakeFailedError => (ErrorIds.HandshakeFailed, ErrorCategory.ProtocolError, "Compare the protocols (-Protocol), ciphers (-Cipher) and certificates of both sides."),
            QSocketError.RemoteHostClosedError => (ErrorIds.RemoteClosed, ErrorCategory.ConnectionError, "The peer hung up; its own log says why."),
            QSocketError.SslInternalError or QSocketError.SslInvalidUserDataError when Says("does not belong to the certificate") =>
                (ErrorIds.KeyMismatch, ErrorCategory.InvalidArgument, "Give the private key that the certificate was made for."),
            QSocketError.SslInternalError or QSocketError.SslInvalidUserDataError when Says("certificate") =>
                (ErrorIds.InvalidIdentity, ErrorCategory.InvalidArgument, "Check -Certificate and -Key."),
            QSocketError.SslInternalError when !QSslSocket.SupportsSsl => (ErrorIds.NoBackend, ErrorCategory.NotInstalled, "Install OpenSSL 3."),
            QSocketError.SocketAccessError => (ErrorIds.NetworkError, ErrorCategory.PermissionDenied, "Check the permissions of this user."),
            _ => (ErrorIds.For(socket.Error), ErrorCategory.ConnectionError, "Check the network between the two hosts."),
        };
    }
}
