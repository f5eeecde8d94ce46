using QSslCore.Sockets;

namespace QSslCore;

/// <content>Awaitable forms.</content>
public partial class QSslSocket
{
    /// <summary>Connects and encrypts; the task completes when the peer is accepted and the connection is encrypted, even if it has
    /// ended again by then.</summary>
    /// <param name="hostName">A host name (international ones, too) or an address.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="cancellationToken">Gives up, and aborts the attempt.</param>
    /// <exception cref="QSslSocketException">It failed; the exception has the peer's errors and chain. Or the socket is in use, and its
    /// connection stays as it is.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task ConnectToHostEncryptedAsync(string hostName, int port, CancellationToken cancellationToken = default) =>
        StartAsync(nameof(ConnectToHostEncrypted), () => ConnectToHostEncrypted(hostName, port), SocketGoal.HasEncrypted,
            cancellationToken);

    /// <summary>Waits for the handshake that was started; unlike <see cref="WaitForEncrypted"/> also done when the connection has ended
    /// after it.</summary>
    /// <param name="cancellationToken">Gives up waiting; the handshake stays under way.</param>
    /// <exception cref="QSslSocketException">It failed or was never started.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task WaitForEncryptedAsync(CancellationToken cancellationToken = default) =>
        AwaitAsync(SocketGoal.HasEncrypted, abortOnCancel: false, cancellationToken);

    private protected override bool PeerHasFinished => _phase == HandshakePhase.PeerFinished || base.PeerHasFinished;

    internal override QSslSocketException ToException() => new(FailureText)
    {
        Error = Error,
        Target = TargetText,
        Errors = Error == QSocketError.SslHandshakeFailedError ? SslHandshakeErrors : [],
        Chain = PeerCertificateChain,
        Alert = LastAlert,
    };
}
