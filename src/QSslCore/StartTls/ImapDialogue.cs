namespace QSslCore.StartTls;

/// <summary>IMAP (RFC 9051, 6.2.1).</summary>
internal sealed class ImapDialogue(string hostName) : LineDialogue(hostName)
{
    private bool _greeted;
    private bool _offered;
    private bool _asked;

    // Untagged lines may arrive at any time.
    private protected override bool IsAnswer(ReadOnlySpan<byte> rest) =>
        rest.StartsWith("a"u8) || rest.IndexOf("\na"u8) >= 0;

    protected override void OnLine(string line)
    {
        string[] words = line.Split(' ', 3);
        string second = words.Length > 1 ? words[1].ToUpperInvariant() : "";
        switch (words[0])
        {
            case "*" when second == "BYE":
                End(StartTlsStatus.Refused, line);
                break;
            case "*" when !_greeted && second == "PREAUTH":
                // The connection is already authenticated, so the server may not accept STARTTLS any more.
                End(StartTlsStatus.Refused, line);
                break;
            case "*" when !_greeted && second == "OK":
                _greeted = true;
                Send("a1 CAPABILITY\r\n");
                break;
            case "*" when _greeted:
                _offered |= second == "CAPABILITY" && HasWord(line, "STARTTLS");
                break;
            case "a1" when !_asked && second == "OK" && _offered:
                _asked = true;
                Send("a2 STARTTLS\r\n");
                break;
            case "a1" when !_asked && second == "OK":
                End(StartTlsStatus.NotOffered, "the capabilities have no STARTTLS");
                break;
            case "a2" when _asked && second == "OK":
                End(StartTlsStatus.Ready);
                break;
            case "a1" or "a2" when second == "BAD":
                End(StartTlsStatus.NotOffered, line);
                break;
            case "a1" or "a2" when second == "NO":
                End(StartTlsStatus.Refused, line);
                break;
            default:
                Misunderstood(line);
                break;
        }
    }
}
