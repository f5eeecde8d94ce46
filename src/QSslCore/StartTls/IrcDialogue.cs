namespace QSslCore.StartTls;

/// <summary>IRC (the STARTTLS command of IRCv3, numerics 670 and 691).</summary>
internal sealed class IrcDialogue(string hostName) : LineDialogue(hostName)
{
    private bool _heard;

    // Notices may arrive at any time, and the only question is sent at the beginning.
    private protected override bool IsAnswer(ReadOnlySpan<byte> rest) => !_heard
        && (rest.StartsWith("670 "u8) || rest.IndexOf(" 670 "u8) >= 0);

    protected override void Begin() => Send("STARTTLS\r\n");

    protected override void OnLine(string line)
    {
        _heard = true;
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int verb = words is [[':', ..], ..] ? 1 : 0;
        switch (words.Length > verb ? words[verb].ToUpperInvariant() : "")
        {
            case "670":
                End(StartTlsStatus.Ready);
                break;
            case "691":
                End(StartTlsStatus.Refused, line);
                break;
            // The command is unknown, or the server requires a registration first.
            case "421" or "451":
                End(StartTlsStatus.NotOffered, line);
                break;
            case "ERROR":
                End(StartTlsStatus.Refused, line);
                break;
            case "PING":
                Send($"PONG {string.Join(' ', words[(verb + 1)..])}\r\n");
                break;
            case "NOTICE" or "CAP":
                break;
            // Other numerics, such as a request to wait, do not affect the result.
            case { Length: 3 } number when number.All(char.IsAsciiDigit):
                break;
            default:
                Misunderstood(line);
                break;
        }
    }
}
