using QSslCore;

namespace QSslModule;

/// <summary>Something that is wrong with a socket's peer.</summary>
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

    /// <summary>Host and port.</summary>
    public string Target { get; }

    /// <summary>The error with its certificate, as <see cref="QSslSocket.IgnoreSslErrors(QSslError[])"/> takes it.</summary>
    public QSslError SslError { get; }

    /// <summary>What is wrong.</summary>
    public SslErrorCode Error => SslError.Error;

    /// <summary>The same in words.</summary>
    public string Message => SslError.ErrorString;

    /// <summary>The certificate that it is about; a null certificate when it is about none.</summary>
    public QSslCertificate Certificate => SslError.Certificate;

    /// <summary>SHA-256 of that certificate, upper-case hex; empty without one.</summary>
    public string Thumbprint => SslError.Certificate.Sha256Thumbprint;

    /// <inheritdoc/>
    public override string ToString() => $"{Error}: {VisibleText.Of(Message)}";
}
