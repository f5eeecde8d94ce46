using System.Text;

namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>A server of a protocol of text lines, before and within TLS.</summary>
internal sealed class PlainService(string protocol, ServerFlaws flaws)
{
    private readonly List<byte> _pending = [];

    /// <summary>Talks until TLS begins; false where it does not.</summary>
    public async Task<bool> ReachTlsAsync(TcpLine line, CancellationToken cancellation)
    {
        byte[] buffer = new byte[4096];
        await line.SendAsync(Encoding.ASCII.GetBytes(Greeting), cancellation);
        while (true)
        {
            int count = await line.ReceiveAsync(buffer, cancellation);
            if (count == 0)
                return false;
            _pending.AddRange(buffer.AsSpan(0, count));
            while (Next() is { } command)
            {
                await line.SendAsync(Encoding.ASCII.GetBytes(Answer(command)), cancellation);
                if (!command.EndsWith("STARTTLS", StringComparison.Ordinal) && command != "STLS")
                    continue;
                if (!flaws.KeepsPlaintext)
                    _pending.Clear();
                return true;
            }
        }
    }

    /// <summary>The answers to the commands that came within TLS, and to those that were kept.</summary>
    public (byte[] Answers, bool IsOver) Take(byte[] data)
    {
        _pending.AddRange(data);
        StringBuilder answers = new();
        bool isOver = false;
        while (Next() is { } command)
        {
            answers.Append(Answer(command));
            isOver |= command is "QUIT" || command.EndsWith("LOGOUT", StringComparison.Ordinal);
        }
        return (Encoding.ASCII.GetBytes(answers.ToString()), isOver);
    }

    private string Greeting => protocol switch
    {
        "imap" => "* OK ready\r\n",
        "pop3" => "+OK ready\r\n",
        _ => "220 server.test ESMTP\r\n",
    };

    private string Answer(string command)
    {
        string tag = command.Split(' ')[0];
        return protocol switch
        {
            "imap" when command.EndsWith("CAPABILITY", StringComparison.Ordinal) =>
                $"* CAPABILITY IMAP4rev1 STARTTLS{(flaws.TakesPasswords ? "" : " LOGINDISABLED")}\r\n{tag} OK done\r\n",
            "imap" when command.EndsWith("LOGOUT", StringComparison.Ordinal) => $"* BYE\r\n{tag} OK done\r\n",
            "imap" => $"{tag} OK done\r\n",
            "pop3" when command == "CAPA" && flaws.HidesCapabilities => "-ERR no such command\r\n",
            "pop3" when command == "CAPA" => $"+OK list\r\n{(flaws.TakesPasswords ? "USER\r\n" : "")}STLS\r\n.\r\n",
            "pop3" => "+OK\r\n",
            _ when command.StartsWith("EHLO", StringComparison.Ordinal) =>
                $"250-server.test\r\n{(flaws.TakesPasswords ? "250-AUTH PLAIN LOGIN\r\n" : "")}250 STARTTLS\r\n",
            _ when command == "STARTTLS" => "220 go ahead\r\n",
            _ when command == "QUIT" => "221 bye\r\n",
            _ => "250 ok\r\n",
        };
    }

    private string? Next()
    {
        int end = _pending.IndexOf((byte)'\n');
        if (end < 0)
            return null;
        string command = Encoding.ASCII.GetString([.. _pending[..end]]).TrimEnd('\r');
        _pending.RemoveRange(0, end + 1);
        return command;
    }
}
