using QSslCore.Sockets;

namespace QSslCore;

/// <summary>The signals of a server that encrypts.</summary>
internal sealed class SslServerSignals(Strand strand)
{
    public Signal<SslServerErrorEventArgs> ErrorOccurred { get; } = new(strand);

    public Signal<SslServerSslErrorsEventArgs> SslErrors { get; } = new(strand);

    public Signal<SslServerPeerVerifyErrorEventArgs> PeerVerifyError { get; } = new(strand);

    public Signal<SslServerPreSharedKeyEventArgs> PreSharedKeyAuthenticationRequired { get; } = new(strand);

    public Signal<SslServerAlertEventArgs> AlertSent { get; } = new(strand);

    public Signal<SslServerAlertEventArgs> AlertReceived { get; } = new(strand);

    public Signal<SslServerHandshakeInterruptedEventArgs> HandshakeInterruptedOnError { get; } = new(strand);

    public Signal<SslServerSocketEventArgs> StartedEncryptionHandshake { get; } = new(strand);
}
