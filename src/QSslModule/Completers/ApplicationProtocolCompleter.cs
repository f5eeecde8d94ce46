namespace QSslModule;

/// <summary>Completes the names of common application protocols (ALPN) from the registry of IANA.</summary>
public sealed class ApplicationProtocolCompleter : NameCompleter
{
    private static readonly Dictionary<string, string> s_names = new()
    {
        ["acme-tls/1"] = "Proof for a certificate (ACME)", ["dot"] = "DNS over TLS", ["ftp"] = "FTP", ["h2"] = "HTTP/2",
        ["http/1.0"] = "HTTP/1.0", ["http/1.1"] = "HTTP/1.1", ["imap"] = "IMAP", ["irc"] = "IRC", ["managesieve"] = "ManageSieve",
        ["mqtt"] = "MQTT", ["nntp"] = "NNTP", ["pop3"] = "POP3", ["postgresql"] = "PostgreSQL", ["tds/8.0"] = "SQL Server, TDS 8.0",
        ["xmpp-client"] = "XMPP from clients", ["xmpp-server"] = "XMPP from servers",
    };

    private protected override IEnumerable<string> Names => s_names.Keys;

    private protected override string Describe(string name) => s_names[name];
}
