using System.Text;

namespace QSslCore.StartTls;

/// <summary>
/// A protocol's way from plain text to TLS: takes what the peer said, gives what to say to it. It does no input or output,
/// and never takes a byte beyond the go-ahead.
/// </summary>
internal abstract class StartTlsDialogue(string hostName)
{
    /// <summary>What a peer may say before it is taken for something else; no protocol's preface comes near it.</summary>
    private const int MaxPrefaceLength = 64 * 1024;

    private readonly List<byte> _output = [];
    private readonly List<string> _transcript = [];
    private bool _started;
    private long _taken;

    /// <summary>The name of the peer, for protocols that tell it.</summary>
    protected string HostName { get; } = hostName;

    public StartTlsStatus Status { get; private set; } = StartTlsStatus.NeedsInput;

    /// <summary>If TLS did not start, what the peer said or what is wrong.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>What was said, line by line: "S: " the peer, "C: " this side; bytes that are no text as a short description.</summary>
    public IReadOnlyList<string> Transcript => _transcript;

    /// <summary>The records of the handshake travel in packets of the protocol (TDS).</summary>
    public virtual bool WrapsHandshake => false;

    /// <summary>This side, in the transcript.</summary>
    private protected virtual char Self => 'C';

    /// <summary>The peer, in the transcript.</summary>
    private protected virtual char Peer => 'S';

    /// <summary>What follows the last plain words may be the handshake already.</summary>
    private protected virtual bool HandshakeMayFollow => false;

    /// <summary>Bytes that the peer has sent, understood or not.</summary>
    public long Heard { get; private set; }

    /// <summary>Looks at what the peer has said and was not taken yet.</summary>
    /// <param name="input">All of it.</param>
    /// <returns>How many bytes were understood and are done with.</returns>
    public int Advance(ReadOnlySpan<byte> input)
    {
        if (!_started)
        {
            _started = true;
            Begin();
            RefuseAnswerAhead(0, input);
        }
        int taken = 0;
        while (Status == StartTlsStatus.NeedsInput && taken < input.Length)
        {
            int said = _output.Count;
            int step = Take(input[taken..]);
            if (step == 0)
                break;
            taken += step;
            RefuseAnswerAhead(said, input[taken..]);
        }
        _taken += taken;
        Heard = _taken + input.Length - taken;
        if (Status == StartTlsStatus.Ready && taken < input.Length && !HandshakeMayFollow)
            End(StartTlsStatus.Injected, $"{input.Length - taken} bytes of plain text came along with "
                + $"the {(Self == 'C' ? "go-ahead" : "request for TLS")}");
        else if (Status == StartTlsStatus.NeedsInput && _taken + input.Length - taken > MaxPrefaceLength)
            End(StartTlsStatus.Unintelligible, $"more than {MaxPrefaceLength / 1024} KB came and no answer among them");
        return taken;
    }

    /// <summary>
    /// What lies there when a question is asked cannot be its answer: a peer that sends its whole part at once has not read ours, and
    /// may be an attacker on the way. A client may well write ahead.
    /// </summary>
    private void RefuseAnswerAhead(int said, ReadOnlySpan<byte> rest)
    {
        if (Self == 'C' && Status == StartTlsStatus.NeedsInput && _output.Count > said && !rest.IsEmpty && IsAnswer(rest))
            End(StartTlsStatus.Injected, $"{rest.Length} bytes of an answer came before the question");
    }

    /// <summary>Whether bytes that came before a question pose as its answer; the protocol may let a server speak unasked.</summary>
    private protected virtual bool IsAnswer(ReadOnlySpan<byte> rest) => true;

    /// <summary>The peer will say no more.</summary>
    public void PeerEnded()
    {
        if (Status == StartTlsStatus.NeedsInput)
            End(StartTlsStatus.Truncated, "the peer closed the connection");
    }

    /// <summary>What has to be sent; gone from here afterwards.</summary>
    public byte[] TakeOutput()
    {
        byte[] output = [.. _output];
        _output.Clear();
        return output;
    }

    /// <summary>Speaks first, where the protocol wants that.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>Takes the next whole unit of what the peer said; 0 when it is not whole yet.</summary>
    protected abstract int Take(ReadOnlySpan<byte> input);

    protected void Send(string text)
    {
        _output.AddRange(Encoding.UTF8.GetBytes(text));
        Note(Self, text.TrimEnd('\r', '\n'));
    }

    protected void Send(ReadOnlySpan<byte> bytes, string description)
    {
        _output.AddRange(bytes);
        Note(Self, $"({description})");
    }

    protected void Note(char speaker, string text) => _transcript.Add($"{speaker}: {VisibleText.Of(text)}");

    protected void End(StartTlsStatus status, string reason = "")
    {
        Status = status;
        Reason = VisibleText.Of(reason);
    }
}
