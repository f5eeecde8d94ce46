using System.Text;

namespace QSslCore.StartTls;

/// <summary>
/// The dialogue of a protocol from plain text to TLS. It processes the peer's bytes and returns the bytes to send. It does no input or
/// output itself, and never consumes a byte after the peer's agreement to start TLS.
/// </summary>
internal abstract class StartTlsDialogue(string hostName)
{
    /// <summary>The maximum number of bytes of the peer. No protocol's preface comes close to it, so a longer one is a different
    /// protocol.</summary>
    private const int MaxPrefaceLength = 64 * 1024;

    private readonly List<byte> _output = [];
    private readonly List<string> _transcript = [];
    private bool _started;
    private long _taken;

    /// <summary>The name of the peer, for protocols that send it.</summary>
    protected string HostName { get; } = hostName;

    public StartTlsStatus Status { get; private set; } = StartTlsStatus.NeedsInput;

    /// <summary>If TLS did not start, what the peer said or what is wrong.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The transcript, line by line: "S: " for the peer, "C: " for this side. Binary data appears as a short
    /// description.</summary>
    public IReadOnlyList<string> Transcript => _transcript;

    /// <summary>Whether the records of the handshake are sent in packets of the protocol (TDS).</summary>
    public virtual bool WrapsHandshake => false;

    /// <summary>This side, in the transcript.</summary>
    private protected virtual char Self => 'C';

    /// <summary>The peer, in the transcript.</summary>
    private protected virtual char Peer => 'S';

    /// <summary>Whether the handshake may follow the last plain-text message directly.</summary>
    private protected virtual bool HandshakeMayFollow => false;

    /// <summary>The number of bytes that the peer has sent, including those that are not processed yet.</summary>
    public long Heard { get; private set; }

    /// <summary>What a server that has said nothing may be, as the end of a sentence; empty if it has said something.</summary>
    internal string Silence => Heard == 0 ? "; it has sent nothing, as a port that starts with TLS does" : "";

    /// <summary>Processes the bytes of the peer that are not processed yet.</summary>
    /// <param name="input">All these bytes.</param>
    /// <returns>The number of bytes that are now processed.</returns>
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
    /// Bytes that are already there when a question is sent cannot be its answer. A peer that sends everything at once has not read this
    /// side's messages, and may be an attacker in the middle. A client is allowed to write ahead.
    /// </summary>
    private void RefuseAnswerAhead(int said, ReadOnlySpan<byte> rest)
    {
        if (Self == 'C' && Status == StartTlsStatus.NeedsInput && _output.Count > said && !rest.IsEmpty && IsAnswer(rest))
            End(StartTlsStatus.Injected, $"{rest.Length} bytes of an answer came before the question");
    }

    /// <summary>Whether bytes that came before a question count as its answer. A protocol may allow unsolicited messages of a
    /// server.</summary>
    private protected virtual bool IsAnswer(ReadOnlySpan<byte> rest) => true;

    /// <summary>The peer sends no more bytes.</summary>
    public void PeerEnded()
    {
        if (Status == StartTlsStatus.NeedsInput)
            End(StartTlsStatus.Truncated, "the peer closed the connection");
    }

    /// <summary>Takes the bytes to send out of the dialogue.</summary>
    public byte[] TakeOutput()
    {
        byte[] output = [.. _output];
        _output.Clear();
        return output;
    }

    /// <summary>Sends the first message, if the protocol requires it of this side.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>Processes the next complete unit of the peer's bytes. Returns 0 if the unit is not complete yet.</summary>
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
