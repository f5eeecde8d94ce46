using System.Security;
using System.Text;
using System.Text.RegularExpressions;

namespace QSslCore.StartTls;

/// <summary>XMPP (RFC 6120, 5), between client and server or between servers.</summary>
internal sealed partial class XmppDialogue(string hostName, bool betweenServers = false) : StartTlsDialogue(hostName)
{
    private const string Namespace = "urn:ietf:params:xml:ns:xmpp-tls";

    private bool _asked;

    protected override void Begin() => Send(
        $"<?xml version='1.0'?><stream:stream to='{SecurityElement.Escape(HostName)}' xmlns='jabber:{(betweenServers ? "server" : "client")}' "
        + "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>");

    protected override int Take(ReadOnlySpan<byte> input)
    {
        // Latin-1 keeps a character a byte, so that a match says how many bytes it took; all that is looked for is ASCII.
        string text = Encoding.Latin1.GetString(input);
        if (text.TrimStart() is { Length: > 0 } first && first[0] != '<')
        {
            End(StartTlsStatus.Unintelligible, "the peer does not speak XML");
            return 0;
        }
        Match match = _asked ? Answer().Match(text) : Features().Match(text);
        if (!match.Success)
        {
            match = StreamError().Match(text);
            if (match.Success)
                End(StartTlsStatus.Refused, match.Value);
            return 0;
        }
        int taken = match.Index + match.Length;
        Note('S', text[..taken]);
        if (!_asked)
        {
            if (!match.Value.Contains(Namespace, StringComparison.Ordinal))
            {
                End(StartTlsStatus.NotOffered, "the stream's features have no starttls");
                return taken;
            }
            _asked = true;
            Send($"<starttls xmlns='{Namespace}'/>");
        }
        else if (match.Value.StartsWith("<proceed", StringComparison.Ordinal))
        {
            End(StartTlsStatus.Ready);
        }
        else
        {
            End(StartTlsStatus.Refused, match.Value);
        }
        return taken;
    }

    [GeneratedRegex("<stream:features(?:\\s[^>]*)?(?:/>|>.*?</stream:features\\s*>)", RegexOptions.Singleline)]
    private static partial Regex Features();

    [GeneratedRegex("<(?:proceed|failure)(?:\\s[^>]*)?(?:/>|>\\s*</(?:proceed|failure)\\s*>)", RegexOptions.Singleline)]
    private static partial Regex Answer();

    [GeneratedRegex("<stream:error.*?(?:/>|</stream:error\\s*>)", RegexOptions.Singleline)]
    private static partial Regex StreamError();
}
