namespace QSslCore.Probing.Weaknesses.Plain;

/// <summary>What a probe says in a protocol of text lines; one row a protocol.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Harmless">A command that does nothing, and is answered.</param>
/// <param name="Farewell">The command that ends the connection.</param>
/// <param name="IsReply">Whether a line is the last one of an answer.</param>
/// <param name="TakesPasswords">Whether a line that came before TLS says that passwords are taken then; null where none says so.</param>
/// <param name="RefusesPasswords">Whether a line says that they are not.</param>
/// <param name="HidesCapabilities">Whether a line says that the server does not tell what it takes; null where each one tells.</param>
internal sealed record PlainCommands(
    string Protocol, string Harmless, string Farewell, Func<string, bool> IsReply,
    Func<string, bool>? TakesPasswords = null, Func<string, bool>? RefusesPasswords = null, Func<string, bool>? HidesCapabilities = null)
{
    private static readonly IReadOnlyList<PlainCommands> s_all =
    [
        new("smtp", "NOOP\r\n", "QUIT\r\n", IsNumbered, IsAuth),
        new("lmtp", "NOOP\r\n", "QUIT\r\n", IsNumbered, IsAuth),
        new("ftp", "NOOP\r\n", "QUIT\r\n", IsNumbered),
        new("nntp", "DATE\r\n", "QUIT\r\n", IsNumbered),
        new("pop3", "NOOP\r\n", "QUIT\r\n", l => Begins(l, "+OK") || Begins(l, "-ERR"),
            l => l == "USER" || Begins(l, "SASL "), HidesCapabilities: l => Begins(l, "-ERR")),
        new("imap", "q1 NOOP\r\n", "q2 LOGOUT\r\n", l => Begins(l, "q1 ") || Begins(l, "q2 "),
            l => l.Contains("IMAP4", StringComparison.OrdinalIgnoreCase) || Begins(l, "* CAPABILITY "),
            l => l.Contains("LOGINDISABLED", StringComparison.OrdinalIgnoreCase)),
    ];

    /// <summary>The row of a protocol; null where there is none.</summary>
    public static PlainCommands? Find(StartTlsProtocol protocol) => s_all.FirstOrDefault(c => c.Protocol == protocol.Name);

    private static bool Begins(string line, string with) => line.StartsWith(with, StringComparison.Ordinal);

    private static bool IsNumbered(string line) =>
        line.Length >= 3 && line.AsSpan(0, 3).IndexOfAnyExceptInRange('0', '9') < 0 && (line.Length == 3 || line[3] == ' ');

    private static bool IsAuth(string line) =>
        line.Length > 8 && line[4..].StartsWith("AUTH", StringComparison.OrdinalIgnoreCase) && line[8] is ' ' or '=';
}
