using System.Text;

namespace QSslCore.StartTls;

/// <summary>A server with a line-based protocol. The service contains the messages.</summary>
internal sealed class LineResponder(LineService service, StartTlsFault fault) : StartTlsResponder(fault)
{
    private const int MaxLineLength = 8 * 1024;

    protected override void Begin()
    {
        if (service.Greeting.Length > 0)
            Send(Text(service.Greeting));
    }

    protected override int Hear(ReadOnlySpan<byte> input)
    {
        int end = input.IndexOf((byte)'\n');
        if (end < 0 || end > MaxLineLength)
        {
            if (end >= 0 || input.Length > MaxLineLength || input[0] is < 0x20 and not ((byte)'\r' or (byte)'\t'))
                Reject("the client does not speak in lines of text");
            return 0;
        }
        string line = Encoding.UTF8.GetString(input[..end]).TrimEnd('\r');
        Note(Peer, line);
        string tag = service.IsTagged ? line.Split(' ')[0] : "";
        OnCommand(service.IsTagged ? line[tag.Length..].Trim() : line.Trim(), tag);
        return end + 1;
    }

    private void OnCommand(string command, string tag)
    {
        if (Is(command, service.Command))
        {
            Answer(
                service.Command, Encoding.UTF8.GetBytes(Text(service.GoAhead, tag)), Encoding.UTF8.GetBytes(Text(service.Refusal, tag)),
                Encoding.UTF8.GetBytes(Text(service.Unknown, tag, command)));
        }
        else if (Is(command, service.Goodbye.Command))
        {
            SayGoodbye(Text(service.Goodbye.Answer, tag));
        }
        else
        {
            (string known, string answer) = service.Answers.FirstOrDefault(a => Is(command, a.Command));
            string said = Text(known is null ? service.Unknown : answer, tag, command);
            if (said.Length > 0)
                Send(said);
        }
    }

    private static bool Is(string line, string command) =>
        line.StartsWith(command, StringComparison.OrdinalIgnoreCase) && (line.Length == command.Length || line[command.Length] == ' ');

    /// <summary>Returns a text of the service in the form that the client receives.</summary>
    private string Text(string text, string tag = "", string argument = "")
    {
        StringBuilder said = new();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            bool isOffer = line[0] == '+' && !line.StartsWith("+OK", StringComparison.Ordinal);
            if (!isOffer || OffersTls)
                said.Append(isOffer ? line[1..] : line).Append("\r\n");
        }
        return said.Replace("{tag}", tag).Replace("{arg}", argument).ToString();
    }
}
