namespace QSslCore.StartTls;

/// <summary>The protocols that come to TLS from plain text, by name and by port.</summary>
internal static class StartTlsProtocols
{
    private static readonly Dictionary<string, Func<string, StartTlsDialogue>> s_byName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["smtp"] = host => new SmtpDialogue(host),
        ["lmtp"] = host => new SmtpDialogue(host, local: true),
        ["imap"] = host => new ImapDialogue(host),
        ["pop3"] = host => new Pop3Dialogue(host),
        ["ftp"] = host => new FtpDialogue(host),
        ["nntp"] = host => new NntpDialogue(host),
        ["sieve"] = host => new SieveDialogue(host),
        ["ldap"] = host => new LdapDialogue(host),
        ["xmpp-client"] = host => new XmppDialogue(host),
        ["xmpp-server"] = host => new XmppDialogue(host, betweenServers: true),
        ["irc"] = host => new IrcDialogue(host),
        ["postgres"] = host => new PostgresDialogue(host),
        ["mysql"] = host => new MySqlDialogue(host),
        ["mssql"] = host => new MsSqlDialogue(host),
        ["rdp"] = host => new RdpDialogue(host),
        ["telnet"] = host => new TelnetDialogue(host),
        ["vnc"] = host => new VncDialogue(host),
        ["http-upgrade"] = host => new HttpUpgradeDialogue(host),
    };

    private static readonly Dictionary<string, string> s_bySchemeName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["submission"] = "smtp",
        ["xmpp"] = "xmpp-client",
        ["postgresql"] = "postgres",
        ["http"] = "http-upgrade",
    };

    private static readonly Dictionary<int, string> s_byPort = new()
    {
        [21] = "ftp",
        [23] = "telnet",
        [24] = "lmtp",
        [25] = "smtp",
        [587] = "smtp",
        [1433] = "mssql",
        [2525] = "smtp",
        [110] = "pop3",
        [119] = "nntp",
        [143] = "imap",
        [389] = "ldap",
        [3268] = "ldap",
        [3306] = "mysql",
        [3389] = "rdp",
        [4190] = "sieve",
        [5222] = "xmpp-client",
        [5269] = "xmpp-server",
        [5432] = "postgres",
        [5900] = "vnc",
        [6667] = "irc",
    };

    /// <summary>All names, in alphabetical order.</summary>
    public static IEnumerable<string> Names => s_byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>A dialogue of the protocol of that name; null when there is none.</summary>
    public static StartTlsDialogue? Create(string name, string hostName) => s_byName.GetValueOrDefault(name)?.Invoke(hostName);

    /// <summary>The protocol that a URI's scheme or a port stands for; null when neither tells.</summary>
    public static string? Guess(string scheme, int port) =>
        s_byName.ContainsKey(scheme) ? scheme.ToLowerInvariant()
        : s_bySchemeName.GetValueOrDefault(scheme) ?? s_byPort.GetValueOrDefault(port);
}
