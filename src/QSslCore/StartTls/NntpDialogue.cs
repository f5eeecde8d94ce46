namespace QSslCore.StartTls;

/// <summary>NNTP (RFC 4642).</summary>
internal sealed class NntpDialogue(string hostName) : ReplyDialogue(hostName)
{
    private bool _listing;
    private bool _offered;
    private bool _asked;

    protected override void OnLine(string line)
    {
        if (!_listing)
        {
            base.OnLine(line);
            return;
        }
        if (line != ".")
        {
            _offered |= HasWord(line, "STARTTLS");
            return;
        }
        _listing = false;
        if (_offered)
            Ask();
        else
            End(StartTlsStatus.NotOffered, "the capabilities have no STARTTLS");
    }

    protected override void OnReply(int code, IReadOnlyList<string> lines)
    {
        switch (code)
        {
            case 200 or 201 when !_asked:
                Send("CAPABILITIES\r\n");
                break;
            case 101 when !_asked:
                _listing = true;
                break;
            // A server without CAPABILITIES may nevertheless know the command.
            case 500 when !_asked:
                Ask();
                break;
            case 382 when _asked:
                End(StartTlsStatus.Ready);
                break;
            case 500 or 502 when _asked:
                EndWith(StartTlsStatus.NotOffered, code, lines);
                break;
            case >= 400:
                EndWith(StartTlsStatus.Refused, code, lines);
                break;
            default:
                EndWith(StartTlsStatus.Unintelligible, code, lines);
                break;
        }
    }

    private void Ask()
    {
        _asked = true;
        Send("STARTTLS\r\n");
    }
}
