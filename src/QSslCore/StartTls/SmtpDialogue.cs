namespace QSslCore.StartTls;

/// <summary>SMTP (RFC 3207) and LMTP (RFC 2033), which differ in their greeting.</summary>
internal sealed class SmtpDialogue(string hostName, bool local = false) : ReplyDialogue(hostName)
{
    private enum Phase
    {
        Greeting,
        Hello,
        StartTls,
    }

    private Phase _phase;

    protected override void OnReply(int code, IReadOnlyList<string> lines)
    {
        switch (_phase, code)
        {
            case (Phase.Greeting, 220):
                _phase = Phase.Hello;
                Send($"{(local ? "LHLO" : "EHLO")} {ClientName}\r\n");
                break;
            // A keyword is the first word of its line. In the greeting, that word is the server's name.
            case (Phase.Hello, 250) when lines.Any(line => line.Split(' ')[0].Equals("STARTTLS", StringComparison.OrdinalIgnoreCase)):
                _phase = Phase.StartTls;
                Send("STARTTLS\r\n");
                break;
            case (Phase.Hello, 250):
                End(StartTlsStatus.NotOffered, "the answer to EHLO has no STARTTLS");
                break;
            case (Phase.StartTls, 220):
                End(StartTlsStatus.Ready);
                break;
            case (Phase.Hello, >= 500) or (Phase.StartTls, 500 or 501 or 502):
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

    /// <summary>This machine's name if mail servers accept it, otherwise an address literal (RFC 5321, 4.1.3).</summary>
    private static string ClientName => Environment.MachineName.Contains('.', StringComparison.Ordinal)
        ? Environment.MachineName
        : "[127.0.0.1]";
}
