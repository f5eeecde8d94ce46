using QSslCore.StartTls;

namespace QSslCore;

/// <summary>The plain-text dialogue of an accepted connection, and the start of the handshake at its end.</summary>
/// <param name="socket">The connection.</param>
/// <param name="responder">The responder of the protocol.</param>
/// <param name="started">An action that is called when the handshake has started.</param>
internal sealed class StartTlsPreface(QSslSocket socket, StartTlsResponder responder, Action started)
{
    /// <summary>The accepting thread sends the greeting, and the event loop's thread does the rest.</summary>
    private readonly Lock _gate = new();
    private bool _ended;
    private int _told;

    /// <summary>The reason why no handshake started, or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>Continues as far as the received data allows. Called at the start and whenever more data arrives.</summary>
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
            for (; _told < responder.Transcript.Count; _told++)
                socket.Narrate($"STARTTLS {responder.Transcript[_told]}");
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
