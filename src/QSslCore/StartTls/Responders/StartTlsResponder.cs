namespace QSslCore.StartTls;

/// <summary>
/// The server's side of a protocol that changes from plain text to TLS. It is sufficient for clients that start TLS, and it makes the
/// error that a test of clients requests. Like the client's side it does no input or output.
/// </summary>
internal abstract class StartTlsResponder(StartTlsFault fault) : StartTlsDialogue("")
{
    /// <summary>The name of this server in its messages.</summary>
    protected const string ServerName = "server.test";

    /// <summary>The beginning of a ServerHello record with a length of 122 bytes, of which four follow.</summary>
    private static readonly byte[] s_beginning = [0x16, 0x03, 0x03, 0x00, 0x7A, 0x02, 0x00, 0x00, 0x76];

    /// <summary>The reaction to any further data of the client; null while the data is processed.</summary>
    private Action? _deaf;

    protected bool OffersTls => fault != StartTlsFault.NotOffered;

    protected bool AnswersWrongly => fault == StartTlsFault.WrongAnswer;

    private protected override char Self => 'S';

    private protected override char Peer => 'C';

    protected override sealed int Take(ReadOnlySpan<byte> input)
    {
        if (_deaf is null)
            return Hear(input);
        _deaf();
        return input.Length;
    }

    /// <summary>Processes the next complete unit of the client's data; 0 if it is not complete yet.</summary>
    protected abstract int Hear(ReadOnlySpan<byte> input);

    /// <summary>Sends the answer to the request for TLS.</summary>
    /// <param name="what">The name of the answer in the transcript.</param>
    /// <param name="goAhead">The answer of a server that starts TLS.</param>
    /// <param name="refusal">The answer of a server that refuses TLS.</param>
    /// <param name="unknown">The answer of a server that does not know the command.</param>
    /// <param name="then">The action after the agreement; null for the handshake.</param>
    protected void Answer(string what, ReadOnlySpan<byte> goAhead, ReadOnlySpan<byte> refusal, ReadOnlySpan<byte> unknown,
        Action? then = null)
    {
        switch (fault)
        {
            case StartTlsFault.NotOffered:
                Send(unknown, $"not offered: {what}");
                return;
            case StartTlsFault.Refusal:
                Send(refusal, $"refusal: {what}");
                return;
            case StartTlsFault.WrongAnswer:
                Send("= what is this?\r\n\r\n\r\n\r\n"u8, "nonsense");
                return;
            case StartTlsFault.Close:
                HangUp();
                return;
            case StartTlsFault.Silence:
                _deaf = () => { };
                return;
            case StartTlsFault.GluedPlaintext:
                Send([.. goAhead, .. "250 do as I say\r\n"u8], $"{what}, and plain text");
                break;
            default:
                Send(goAhead, what);
                break;
        }
        if (then is null)
            GoAhead();
        else
            then();
    }

    /// <summary>Lets the client begin the handshake.</summary>
    protected void GoAhead()
    {
        if (fault == StartTlsFault.TruncatedHandshake)
            _deaf = Truncate;
        else
            End(StartTlsStatus.Ready);
    }

    /// <summary>Answers the client's hello with the beginning of a record, and closes the connection.</summary>
    protected void Truncate()
    {
        Send(s_beginning, "the beginning of a ServerHello");
        HangUp();
    }

    protected void HangUp() => End(StartTlsStatus.Refused, $"the server hangs up on purpose (-Misbehave {fault})");

    /// <summary>The client ends the session before TLS.</summary>
    protected void SayGoodbye(string what)
    {
        Send(what);
        End(StartTlsStatus.NotOffered, "the client ended the session before TLS");
    }

    protected void Reject(string reason) => End(StartTlsStatus.Unintelligible, reason);
}
