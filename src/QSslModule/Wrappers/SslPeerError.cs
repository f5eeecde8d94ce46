using QSslCore;

namespace QSslModule;

/// <summary>An error of the peer of a socket.</summary>
public sealed class SslPeerError
{
    internal SslPeerError(QSslSocket socket, string target, QSslError error)
    {
        Socket = socket;
        Target = target;
        SslError = error;
    }

    /// <summary>The socket.</summary>
    public QSslSocket Socket { get; }

    /// <summary>The host and the port.</summary>
    public string Target { get; }

    /// <summary>The error with its certificate, as an argument for <see cref="QSslSocket.IgnoreSslErrors(QSslError[])"/>.</summary>
    public QSslError SslError { get; }

    /// <summary>The code of the error.</summary>
    public SslErrorCode Error => SslError.Error;

    /// <summary>The text of the error.</summary>
    public string Message => SslError.ErrorString;

    /// <summary>The certificate that the error applies to; a null certificate if it applies to none.</summary>
    public QSslCertificate Certificate => SslError.Certificate;

    /// <summary>The SHA-256 hash of that certificate, in upper-case hexadecimal; empty if there is none.</summary>
    public string Thumbprint => SslError.Certificate.Sha256Thumbprint;

    /// <inheritdoc/>
    public override string ToString() => $"{Error}: {VisibleText.Of(Message)}";
}
