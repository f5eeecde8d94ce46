using QSslCore.Sockets;
using QSslCore.StartTls;

namespace QSslCore;

/// <summary>The client's side of the protocols that come to TLS from plain text, for sockets.</summary>
public static class StartTlsClient
{
    /// <summary>
    /// Leads the dialogue of a protocol over a plain connection, up to the end of the TLS handshake. The task completes when the
    /// connection is encrypted, even if it has ended again by then. Nothing else may read or write meanwhile, listeners included.
    /// A peer that does not come to TLS gets nothing more in plain text: the connection is aborted.
    /// </summary>
    /// <param name="socket">Connected, and not encrypted. Its <see cref="QSslSocket.PeerVerifyName"/>, else the host's name, is told to
    /// peers of protocols that name them.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="token">Gives up, and aborts the connection.</param>
    /// <exception cref="StartTlsException">The peer did not come to TLS; the exception says in which way and has what was
    /// said.</exception>
    /// <exception cref="QSslSocketException">The socket is not connected or is encrypted already, and stays as it is; or the handshake
    /// failed, and the exception has the peer's errors and chain.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task StartTlsAsync(this QSslSocket socket, StartTlsProtocol protocol, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(protocol);
        if (token.IsCancellationRequested)
            return Task.FromCanceled(token);
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
        return NegotiateAsync(socket, protocol.CreateDialogue(peerName), token);
    }

    private static async Task NegotiateAsync(QSslSocket socket, StartTlsDialogue dialogue, CancellationToken token)
    {
        string target = socket.ToException().Target;
        try
        {
            await RunAsync(socket, dialogue, token).ConfigureAwait(false);
            if (dialogue.Status != StartTlsStatus.Ready)
                throw StartTlsException.Of(dialogue, target);
            socket.StartClientEncryption();
            await socket.WaitForEncryptedAsync(token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StartTlsException or not QSslSocketException)
        {
            // A dialogue that was left in the middle must not be taken for a connection. After a failed handshake there is none.
            socket.Abort();
            throw;
        }
    }

    /// <summary>Leads a dialogue over a socket, on this thread.</summary>
    /// <param name="socket">Connected and plain.</param>
    /// <param name="dialogue">What to say.</param>
    /// <param name="wait">Waits for something to read.</param>
    /// <returns>TimedOut, or Satisfied when the dialogue has ended.</returns>
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

    /// <summary>Leads a dialogue over a socket, driven by the event loop.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal static async Task RunAsync(QSslSocket socket, StartTlsDialogue dialogue, CancellationToken token)
    {
        while (Step(socket, dialogue) is { } unread)
            Heard(socket, dialogue, await socket.DriveAsync(SocketGoal.ReadyRead, token).ConfigureAwait(false), unread);
        Prepare(socket, dialogue);
    }

    /// <summary>A dialogue that did not come to TLS leaves nothing for a handshake.</summary>
    private static void Prepare(QSslSocket socket, StartTlsDialogue dialogue) =>
        socket.WrapsHandshake = dialogue.Status == StartTlsStatus.Ready && dialogue.WrapsHandshake;

    /// <summary>Shows the dialogue what has come, and sends what it says.</summary>
    /// <returns>How many bytes were looked at and are no whole unit yet; null when the dialogue has ended.</returns>
    private static long? Step(QSslSocket socket, StartTlsDialogue dialogue)
    {
        byte[] said = socket.Peek(long.MaxValue);
        int taken = dialogue.Advance(said);
        socket.Skip(taken);
        byte[] answer = dialogue.TakeOutput();
        // A peer that hangs up behind its word gets no answer, and is told of by the wait.
        if (answer.Length > 0 && socket.State == SocketState.ConnectedState)
            socket.Write(answer);
        return dialogue.Status == StartTlsStatus.NeedsInput ? said.Length - taken : null;
    }

    /// <summary>A connection that ended may have left a last word.</summary>
    private static void Heard(QSslSocket socket, StartTlsDialogue dialogue, DriveResult result, long unread)
    {
        if (result == DriveResult.Failed && socket.BytesAvailable == unread)
            dialogue.PeerEnded();
    }
}
