using System.Security;
using System.Text;

namespace QSslCore.StartTls;

/// <summary>XMPP (RFC 6120, 5), between a client and a server or between servers.</summary>
internal sealed class XmppDialogue(string hostName, bool betweenServers = false) : StartTlsDialogue(hostName)
{
    private const string Namespace = "urn:ietf:params:xml:ns:xmpp-tls";

    private bool _asked;

    // White space only keeps a connection alive.
    private protected override bool IsAnswer(ReadOnlySpan<byte> rest) => rest.ContainsAnyExcept(" \t\r\n"u8);

    protected override void Begin() => Send(
        $"<?xml version='1.0'?><stream:stream to='{SecurityElement.Escape(HostName)}' "
            + $"xmlns='jabber:{(betweenServers ? "server" : "client")}' "
        + "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>");

    protected override int Take(ReadOnlySpan<byte> input)
    {
        // With Latin-1, each character is one byte, so the position of a match is also the number of bytes. The searched text is ASCII.
        string text = Encoding.Latin1.GetString(input);
        if (text.TrimStart() is { Length: > 0 } first && first[0] != '<')
        {
            End(StartTlsStatus.Unintelligible, "the peer does not speak XML");
            return 0;
        }
        string? said = _asked ? Element(text, "proceed") ?? Element(text, "failure") : Element(text, "stream:features");
        if (said is null)
        {
            if (Element(text, "stream:error") is { } error)
                End(StartTlsStatus.Refused, error);
            return 0;
        }
        int taken = text.IndexOf(said, StringComparison.Ordinal) + said.Length;
        Note('S', text[..taken]);
        if (!_asked)
        {
            if (!said.Contains(Namespace, StringComparison.Ordinal))
            {
                End(StartTlsStatus.NotOffered, "the stream's features have no starttls");
                return taken;
            }
            _asked = true;
            Send($"<starttls xmlns='{Namespace}'/>");
        }
        else if (said.StartsWith("<proceed", StringComparison.Ordinal))
        {
            End(StartTlsStatus.Ready);
        }
        else
        {
            End(StartTlsStatus.Refused, said);
        }
        return taken;
    }

    /// <summary>Returns the first element with that name, if it is complete. The content of the element is not checked.</summary>
    private static string? Element(string text, string name)
    {
        string tag = $"<{name}";
        int start = text.IndexOf(tag, StringComparison.Ordinal);
        int end = start < 0 ? -1 : text.IndexOf('>', start + tag.Length);
        if (end < 0 || text[start + tag.Length] is not ('>' or '/' or ' ' or '\t' or '\r' or '\n'))
            return null;
        if (text[end - 1] != '/')
        {
            int close = text.IndexOf($"</{name}", end, StringComparison.Ordinal);
            end = close < 0 ? -1 : text.IndexOf('>', close);
        }
        return end < 0 ? null : text[start..(end + 1)];
    }
}
