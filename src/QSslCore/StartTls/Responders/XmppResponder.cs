using System.Text;

namespace QSslCore.StartTls;

/// <summary>XMPP, for clients and for other servers.</summary>
internal sealed class XmppResponder(StartTlsFault fault, bool betweenServers = false) : StartTlsResponder(fault)
{
    private const string Namespace = "urn:ietf:params:xml:ns:xmpp-tls";

    private bool _opened;

    protected override int Hear(ReadOnlySpan<byte> input)
    {
        string text = Encoding.Latin1.GetString(input);
        if (text.TrimStart() is { Length: > 0 } first && first[0] != '<')
        {
            Reject("the client does not speak XML");
            return 0;
        }
        int start = text.IndexOf(_opened ? "<starttls" : "<stream:stream", StringComparison.Ordinal);
        int end = start < 0 ? -1 : text.IndexOf('>', start);
        if (end < 0)
            return 0;
        int taken = end + 1;
        Note(Peer, text[..taken]);
        if (!_opened)
        {
            _opened = true;
            string offer = OffersTls ? $"<starttls xmlns='{Namespace}'><required/></starttls>" : "";
            Send(
                $"<?xml version='1.0'?><stream:stream from='{ServerName}' id='1' xmlns='jabber:{(betweenServers ? "server" : "client")}' "
                + $"xmlns:stream='http://etherx.jabber.org/streams' version='1.0'><stream:features>{offer}</stream:features>");
            return taken;
        }
        if (text.AsSpan(start).StartsWith("<starttls") && text[end - 1] != '/')
        {
            int close = text.IndexOf("</starttls>", end, StringComparison.Ordinal);
            if (close < 0)
                return 0;
            taken = close + "</starttls>".Length;
        }
        byte[] refusal = Encoding.ASCII.GetBytes($"<failure xmlns='{Namespace}'/></stream:stream>");
        Answer("proceed", Encoding.ASCII.GetBytes($"<proceed xmlns='{Namespace}'/>"), refusal, refusal);
        return taken;
    }
}
