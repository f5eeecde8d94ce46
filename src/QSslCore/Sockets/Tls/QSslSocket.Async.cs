using QSslCore.Sockets;

namespace QSslCore;

// Awaitable forms.
public partial class QSslSocket
{
    /// <summary>Connects and encrypts. The task completes when the peer is accepted and the connection is encrypted, even if the connection
    /// has already ended by then.</summary>
    /// <param name="hostName">A host name or an address. Internationalized names are supported.</param>
    /// <param name="port">The port, 1 to 65535.</param>
    /// <param name="cancellationToken">Cancels the wait and aborts the attempt.</param>
    /// <exception cref="QSslSocketException">The attempt failed. The exception contains the peer's errors and chain. Also thrown if the
    /// socket is in use. The existing connection then remains unchanged.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public Task ConnectToHostEncryptedAsync(string hostName, int port, CancellationToken cancellationToken = default) =>
        StartAsync(nameof(ConnectToHostEncrypted), () => ConnectToHostEncrypted(hostName, port), SocketGoal.HasEncrypted,
            cancellationToken);

    /// <summary>Waits for the handshake that was started. Unlike <see cref="WaitForEncrypted"/>, it also succeeds if the connection ended
    /// after the handshake.</summary>
    /// <param name="cancellationToken">Cancels the wait. The handshake continues.</param>
    /// <exception cref="QSslSocketException">The handshake failed or was never started.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
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
