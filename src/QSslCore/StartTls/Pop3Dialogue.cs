namespace QSslCore.StartTls;

/// <summary>POP3 (RFC 2595): STLS.</summary>
internal sealed class Pop3Dialogue(string hostName) : LineDialogue(hostName)
{
    private enum Phase
    {
        Greeting,
        Capabilities,
        List,
        Stls,
    }

    private Phase _phase;
    private bool _offered;

    protected override void OnLine(string line)
    {
        bool ok = line.StartsWith("+OK", StringComparison.Ordinal), error = line.StartsWith("-ERR", StringComparison.Ordinal);
        switch (_phase)
        {
            case Phase.Greeting when ok:
                _phase = Phase.Capabilities;
                Send("CAPA\r\n");
                break;
            case Phase.Capabilities when ok:
                _phase = Phase.List;
                break;
            // A server without CAPA may nevertheless know the command.
            case Phase.Capabilities when error:
                Ask();
                break;
            case Phase.List when line != ".":
                _offered |= HasWord(line, "STLS");
                break;
            case Phase.List when _offered:
                Ask();
                break;
            case Phase.List:
                End(StartTlsStatus.NotOffered, "the capabilities have no STLS");
                break;
            case Phase.Stls when ok:
                End(StartTlsStatus.Ready);
                break;
            // Without a list of capabilities, "refused" and "not supported" look the same. The server has not offered TLS.
            case Phase.Stls when error && !_offered:
                End(StartTlsStatus.NotOffered, line);
                break;
            case Phase.Greeting or Phase.Stls when error:
                End(StartTlsStatus.Refused, line);
                break;
            default:
                Misunderstood(line);
                break;
        }
    }

    private void Ask()
    {
        _phase = Phase.Stls;
        Send("STLS\r\n");
    }
}
