using QSslCore.StartTls;

namespace QSslCore;

/// <summary>What an accepted connection says before the handshake, and the start of the handshake at its end.</summary>
/// <param name="socket">The connection.</param>
/// <param name="responder">Knows what to say.</param>
/// <param name="started">Told that the handshake has begun.</param>
internal sealed class StartTlsPreface(QSslSocket socket, StartTlsResponder responder, Action started)
{
    /// <summary>The greeting is said on the thread that accepts, the rest on the loop's.</summary>
    private readonly Lock _gate = new();
    private bool _ended;

    /// <summary>Why it did not come to a handshake; null as long as that is not so.</summary>
    public string? Failure { get; private set; }

    /// <summary>Goes on as far as what has come allows: at the start, and whenever more has come.</summary>
    public void Advance()
    {
        lock (_gate)
        {
            if (_ended)
                return;
            socket.Skip(responder.Advance(socket.Peek(long.MaxValue)));
            byte[] answer = responder.TakeOutput();
            if (answer.Length > 0)
                socket.Write(answer);
            if (responder.Status == StartTlsStatus.NeedsInput)
                return;
            _ended = true;
            if (responder.Status != StartTlsStatus.Ready)
                Failure = $"The client was dropped before TLS: {responder.Reason}";
        }
        if (Failure is null)
        {
            socket.WrapsHandshake = responder.WrapsHandshake;
            socket.StartServerEncryption();
            started();
        }
        else
        {
            socket.DisconnectFromHost();
        }
    }
}
