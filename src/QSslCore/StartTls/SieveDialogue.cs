namespace QSslCore.StartTls;

/// <summary>ManageSieve (RFC 5804).</summary>
internal sealed class SieveDialogue(string hostName) : LineDialogue(hostName)
{
    private bool _offered;
    private bool _asked;

    protected override void OnLine(string line)
    {
        string word = line.Split(' ', 2)[0].ToUpperInvariant();
        switch (word)
        {
            case "\"STARTTLS\"" when !_asked:
                _offered = true;
                break;
            case "OK" when _asked:
                End(StartTlsStatus.Ready);
                break;
            case "OK" when _offered:
                _asked = true;
                Send("STARTTLS\r\n");
                break;
            case "OK":
                End(StartTlsStatus.NotOffered, "the capabilities have no STARTTLS");
                break;
            case "NO" or "BYE":
                End(StartTlsStatus.Refused, line);
                break;
            case ['"', ..] when !_asked:
                break;
            default:
                Misunderstood(line);
                break;
        }
    }
}
