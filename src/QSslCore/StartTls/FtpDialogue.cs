namespace QSslCore.StartTls;

/// <summary>FTP (RFC 4217): AUTH TLS.</summary>
internal sealed class FtpDialogue(string hostName) : ReplyDialogue(hostName)
{
    private bool _asked;

    protected override void OnReply(int code, IReadOnlyList<string> lines)
    {
        switch (_asked, code)
        {
            case (false, 120):
                break;
            case (false, 220):
                _asked = true;
                Send("AUTH TLS\r\n");
                break;
            case (true, 234):
                End(StartTlsStatus.Ready);
                break;
            // 530: a server without TLS treats the command like any other one before the login.
            case (true, 500 or 501 or 502 or 504 or 530):
                EndWith(StartTlsStatus.NotOffered, code, lines);
                break;
            case (_, >= 400):
                EndWith(StartTlsStatus.Refused, code, lines);
                break;
            default:
                EndWith(StartTlsStatus.Unintelligible, code, lines);
                break;
        }
    }
}
