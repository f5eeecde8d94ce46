namespace QSslCore.StartTls;

/// <summary>
/// A protocol's way from plain text to TLS, as a server: well enough for clients that want to come to TLS, and badly where a
/// test of clients wants that. Like the client's side it does no input or output.
/// </summary>
internal abstract class StartTlsResponder(StartTlsFault fault) : StartTlsDialogue("")
{
    /// <summary>What this server calls itself.</summary>
    protected const string ServerName = "server.test";

    /// <summary>The head of a ServerHello record that promises 122 bytes and brings four.</summary>
    private static readonly byte[] s_beginning = [0x16, 0x03, 0x03, 0x00, 0x7A, 0x02, 0x00, 0x00, 0x76];

    /// <summary>What becomes of anything else that the client says; null while it is listened to.</summary>
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

    /// <summary>Takes the next whole unit of what the client said; 0 when it is not whole yet.</summary>
    protected abstract int Hear(ReadOnlySpan<byte> input);

    /// <summary>Answers where the go-ahead belongs.</summary>
    /// <param name="what">What the answer is called in the transcript.</param>
    /// <param name="goAhead">What a server says that starts TLS.</param>
    /// <param name="refusal">What one says that will not.</param>
    /// <param name="unknown">What one says that does not know the command.</param>
    /// <param name="then">What comes after the go-ahead; the handshake, unless told.</param>
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

    /// <summary>The client may begin the handshake.</summary>
    protected void GoAhead()
    {
        if (fault == StartTlsFault.TruncatedHandshake)
            _deaf = Truncate;
        else
            End(StartTlsStatus.Ready);
    }

    /// <summary>Answers the client's hello with the beginning of a record, and hangs up.</summary>
    protected void Truncate()
    {
        Send(s_beginning, "the beginning of a ServerHello");
        HangUp();
    }

    protected void HangUp() => End(StartTlsStatus.Refused, $"the server hangs up on purpose (-Misbehave {fault})");

    /// <summary>The client takes its leave before TLS.</summary>
    protected void SayGoodbye(string what)
    {
        Send(what);
        End(StartTlsStatus.NotOffered, "the client ended the session before TLS");
    }

    protected void Reject(string reason) => End(StartTlsStatus.Unintelligible, reason);
}
