using System.Collections.Frozen;

namespace QSslCore.StartTls;

/// <summary>
/// The single table of the protocols that change from plain text to TLS. Names, schemes, ports, completers, error texts and both sides of
/// the dialogue derive from it. A new protocol needs a dialogue and a row.
/// </summary>
internal static class StartTlsTable
{
    public static IReadOnlyList<StartTlsProtocol> Rows { get; } =
    [
        new("smtp", "SMTP (RFC 3207)", 25, host => new SmtpDialogue(host), fault => new LineResponder(LineService.Smtp, fault))
        {
            OtherSchemes = new() { ["submission"] = 587 },
            OtherPorts = [587, 2525],
        },
        new("lmtp", "LMTP (RFC 2033)", 24, host => new SmtpDialogue(host, local: true),
            fault => new LineResponder(LineService.Lmtp, fault)),
        new("imap", "IMAP (RFC 9051)", 143, host => new ImapDialogue(host), fault => new LineResponder(LineService.Imap, fault)),
        new("pop3", "POP3 (RFC 2595)", 110, host => new Pop3Dialogue(host), fault => new LineResponder(LineService.Pop3, fault)),
        new("ftp", "FTP (RFC 4217)", 21, host => new FtpDialogue(host), fault => new LineResponder(LineService.Ftp, fault)),
        new("nntp", "NNTP (RFC 4642)", 119, host => new NntpDialogue(host), fault => new LineResponder(LineService.Nntp, fault)),
        new("sieve", "ManageSieve (RFC 5804)", 4190, host => new SieveDialogue(host),
            fault => new LineResponder(LineService.Sieve, fault)),
        new("ldap", "LDAP (RFC 4511)", 389, host => new LdapDialogue(host), fault => new LdapResponder(fault))
        {
            // The global catalog of Active Directory.
            OtherPorts = [3268],
        },
        new("xmpp-client", "XMPP between client and server (RFC 6120)", 5222, host => new XmppDialogue(host),
            fault => new XmppResponder(fault))
        {
            OtherSchemes = new() { ["xmpp"] = 5222 },
        },
        new("xmpp-server", "XMPP between servers (RFC 6120)", 5269, host => new XmppDialogue(host, betweenServers: true),
            fault => new XmppResponder(fault, betweenServers: true)),
        new("irc", "IRC (STARTTLS of IRCv3)", 6667, host => new IrcDialogue(host), fault => new LineResponder(LineService.Irc, fault)),
        new("postgres", "PostgreSQL", 5432, host => new PostgresDialogue(host), fault => new PostgresResponder(fault))
        {
            OtherSchemes = new() { ["postgresql"] = 5432 },
        },
        new("mysql", "MySQL and MariaDB", 3306, host => new MySqlDialogue(host), fault => new MySqlResponder(fault)),
        new("mssql", "SQL Server (MS-TDS)", 1433, host => new MsSqlDialogue(host), fault => new MsSqlResponder(fault)),
        new("rdp", "Remote Desktop (MS-RDPBCGR)", 3389, host => new RdpDialogue(host), fault => new RdpResponder(fault)),
        new("telnet", "Telnet with the option START_TLS", 23, host => new TelnetDialogue(host), fault => new TelnetResponder(fault)),
        new("vnc", "VNC with VeNCrypt (RFC 6143)", 5900, host => new VncDialogue(host), fault => new VncResponder(fault)),
        new("http-upgrade", "HTTP with Upgrade (RFC 2817)", 80, host => new HttpUpgradeDialogue(host),
            fault => new HttpUpgradeResponder(fault))
        {
            OtherSchemes = new() { ["http"] = 80 },
            // Web servers on port 80 rarely support it.
            IsKnownByPort = false,
        },
    ];

    public static IReadOnlyList<StartTlsProtocol> Sorted { get; } = [.. Rows.OrderBy(row => row.Name, StringComparer.Ordinal)];

    public static FrozenDictionary<string, StartTlsProtocol> ByName { get; } =
        Rows.ToFrozenDictionary(row => row.Name, StringComparer.OrdinalIgnoreCase);

    public static FrozenDictionary<string, StartTlsProtocol> ByScheme { get; } = Rows
        .SelectMany(row => row.Schemes.Keys, (row, scheme) => (scheme, row))
        .ToFrozenDictionary(pair => pair.scheme, pair => pair.row, StringComparer.OrdinalIgnoreCase);

    public static FrozenDictionary<int, StartTlsProtocol> ByPort { get; } = Rows
        .SelectMany(row => row.Ports, (row, port) => (port, row))
        .ToFrozenDictionary(pair => pair.port, pair => pair.row);
}
