namespace QSslModule;

/// <summary>Completes the names of common application protocols (ALPN) from the registry of IANA.</summary>
public sealed class ApplicationProtocolCompleter : NameCompleter
{
    private protected override IEnumerable<string> Names =>
        ["acme-tls/1", "dot", "ftp", "h2", "http/1.0", "http/1.1", "imap", "irc", "managesieve", "mqtt", "nntp", "pop3", "postgresql",
            "tds/8.0", "xmpp-client", "xmpp-server"];
}
