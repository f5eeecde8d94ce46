namespace QSslCore.StartTls;

/// <summary>The server's side of the protocols, by name.</summary>
internal static class StartTlsResponders
{
    /// <summary>The server's side of a protocol that <see cref="StartTlsProtocols.Names"/> names; null when there is none.</summary>
    public static StartTlsResponder? Create(string name, StartTlsFault fault) => name switch
    {
        "smtp" => new LineResponder(LineService.Smtp, fault),
        "lmtp" => new LineResponder(LineService.Lmtp, fault),
        "imap" => new LineResponder(LineService.Imap, fault),
        "pop3" => new LineResponder(LineService.Pop3, fault),
        "ftp" => new LineResponder(LineService.Ftp, fault),
        "nntp" => new LineResponder(LineService.Nntp, fault),
        "sieve" => new LineResponder(LineService.Sieve, fault),
        "irc" => new LineResponder(LineService.Irc, fault),
        "ldap" => new LdapResponder(fault),
        "xmpp-client" => new XmppResponder(fault),
        "xmpp-server" => new XmppResponder(fault, betweenServers: true),
        "postgres" => new PostgresResponder(fault),
        "mysql" => new MySqlResponder(fault),
        "mssql" => new MsSqlResponder(fault),
        "rdp" => new RdpResponder(fault),
        "telnet" => new TelnetResponder(fault),
        "vnc" => new VncResponder(fault),
        "http-upgrade" => new HttpUpgradeResponder(fault),
        _ => null,
    };
}
