using System.Text;

namespace QSslCore.StartTls;

/// <summary>Protocols of text lines.</summary>
internal abstract class LineDialogue(string hostName) : StartTlsDialogue(hostName)
{
    private const int MaxLineLength = 8 * 1024;

    protected abstract void OnLine(string line);

    protected override int Take(ReadOnlySpan<byte> input)
    {
        int end = input.IndexOf((byte)'\n');
        if (end < 0 || end > MaxLineLength)
        {
            // A TLS alert or the preface of another protocol never has a line end, and starts with bytes that no line starts with.
            if (end >= 0 || input.Length > MaxLineLength || input[0] is < 0x20 and not ((byte)'\r' or (byte)'\t'))
                End(StartTlsStatus.Unintelligible, "the peer does not speak in lines of text");
            return 0;
        }
        string line = Encoding.UTF8.GetString(input[..end]).TrimEnd('\r');
        Note(Peer, line);
        OnLine(line);
        return end + 1;
    }

    protected void Misunderstood(string line) => End(StartTlsStatus.Unintelligible, $"this is not a valid answer of the protocol: {line}");

    protected static bool HasWord(string line, string word) =>
        line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Contains(word, StringComparer.OrdinalIgnoreCase);
}
