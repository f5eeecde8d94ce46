using QSslCore.Sockets;
using QSslCore.StartTls;

namespace QSslCore;

/// <summary>Starts TLS on a connected socket as a client, with a protocol that begins in plain text.</summary>
public static class StartTlsClient
{
    /// <summary>
    /// Runs the dialogue of a protocol over a plain connection, and then the TLS handshake. The task completes when the connection is
    /// encrypted, even if it has already ended by then. Nothing else may read or write meanwhile, listeners included. If the peer does not
    /// start TLS, the connection is aborted and nothing more is sent in plain text.
    /// </summary>
    /// <param name="socket">A socket that is connected and not encrypted. A protocol that names the peer uses its
    /// <see cref="QSslSocket.PeerVerifyName"/>, or the host name if that is empty.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="cancellationToken">Cancels the operation and aborts the connection.</param>
    /// <exception cref="StartTlsException">The peer did not start TLS. The exception contains the reason and the dialogue.</exception>
    /// <exception cref="QSslSocketException">The socket is not connected or is already encrypted, and remains unchanged. Also thrown if
    /// the handshake failed. The exception then contains the peer's errors and chain.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static Task StartTlsAsync(this QSslSocket socket, StartTlsProtocol protocol, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(protocol);
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        if (socket.State != SocketState.ConnectedState)
            return Task.FromException(socket.ToException());
        if (socket.Mode != SslMode.UnencryptedMode)
        {
            return Task.FromException(new QSslSocketException("The connection is encrypted already, or its handshake has begun.")
            {
                Error = QSocketError.OperationError,
            });
        }
        string peerName = socket.PeerVerifyName.Length > 0 ? socket.PeerVerifyName : socket.PeerName;
        return NegotiateAsync(socket, protocol.CreateDialogue(peerName), cancellationToken);
    }

    private static async Task NegotiateAsync(QSslSocket socket, StartTlsDialogue dialogue, CancellationToken cancellationToken)
    {
        string target = socket.ToException().Target;
        try
        {
            await RunAsync(socket, dialogue, cancellationToken).ConfigureAwait(false);
            if (dialogue.Status != StartTlsStatus.Ready)
                throw StartTlsException.Of(dialogue, target);
            socket.StartClientEncryption();
            await socket.WaitForEncryptedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StartTlsException or not QSslSocketException)
        {
            // An interrupted dialogue must not be mistaken for a connection. A failed handshake leaves no connection.
            socket.Abort();
            throw;
        }
    }

    /// <summary>Runs a dialogue over a socket on this thread.</summary>
    /// <param name="socket">A socket that is connected and not encrypted.</param>
    /// <param name="dialogue">The dialogue to run.</param>
    /// <param name="wait">Waits for data to read.</param>
    /// <returns>TimedOut, or Satisfied if the dialogue has ended.</returns>
    internal static DriveResult Run(QSslSocket socket, StartTlsDialogue dialogue, Func<DriveResult> wait)
    {
        while (Step(socket, dialogue) is { } unread)
        {
            DriveResult result = wait();
            if (result == DriveResult.TimedOut)
                return result;
            Heard(socket, dialogue, result, unread);
        }
        Prepare(socket, dialogue);
        return DriveResult.Satisfied;
    }

    /// <summary>Runs a dialogue over a socket. The event loop drives the socket.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    internal static async Task RunAsync(QSslSocket socket, StartTlsDialogue dialogue, CancellationToken cancellationToken)
    {
        while (Step(socket, dialogue) is { } unread)
            Heard(socket, dialogue, await socket.DriveAsync(SocketGoal.ReadyRead, cancellationToken).ConfigureAwait(false), unread);
        Prepare(socket, dialogue);
    }

    /// <summary>The handshake follows only if the dialogue ended in TLS.</summary>
    private static void Prepare(QSslSocket socket, StartTlsDialogue dialogue) =>
        socket.WrapsHandshake = dialogue.Status == StartTlsStatus.Ready && dialogue.WrapsHandshake;

    /// <summary>Passes received data to the dialogue, and sends its output.</summary>
    /// <returns>The number of bytes that do not make a complete unit yet, or null if the dialogue has ended.</returns>
    private static long? Step(QSslSocket socket, StartTlsDialogue dialogue)
    {
        byte[] said = socket.Peek(long.MaxValue);
        int taken = dialogue.Advance(said);
        socket.Skip(taken);
        byte[] answer = dialogue.TakeOutput();
        // A peer that closes after its last message gets no answer. The wait reports the end.
        if (answer.Length > 0 && socket.State == SocketState.ConnectedState)
            socket.Write(answer);
        return dialogue.Status == StartTlsStatus.NeedsInput ? said.Length - taken : null;
    }

    /// <summary>A connection that ended may have delivered a last message.</summary>
    private static void Heard(QSslSocket socket, StartTlsDialogue dialogue, DriveResult result, long unread)
    {
        if (result == DriveResult.Failed && socket.BytesAvailable == unread)
            dialogue.PeerEnded();
    }
}
