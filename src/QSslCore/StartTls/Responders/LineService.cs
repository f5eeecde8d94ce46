namespace QSslCore.StartTls;

/// <summary>The messages of a server with a line-based protocol. In answers, <c>{tag} </c> is the client's tag and <c>{arg} </c> the rest
/// of the client's line.</summary>
/// <param name="Greeting">The greeting to a new client; empty if the client sends the first message.</param>
/// <param name="Command">The command that requests TLS.</param>
/// <param name="GoAhead">The answer to that command.</param>
/// <param name="Refusal">The answer of a server that refuses TLS.</param>
/// <param name="Unknown">The answer to an unknown command.</param>
internal sealed record LineService(string Greeting, string Command, string GoAhead, string Refusal, string Unknown)
{
    /// <summary>The other commands, and the answers to them. Only a server that offers TLS sends the lines that begin with <c>+ </c> (not
    /// <c>+OK </c>).</summary>
    public (string Command, string Answer)[] Answers { get; init; } = [];

    /// <summary>The command that ends the connection, and the answer to it.</summary>
    public (string Command, string Answer) Goodbye { get; init; } = ("QUIT", "");

    /// <summary>Each of the client's lines begins with a tag.</summary>
    public bool IsTagged { get; init; }

    private const string Name = "server.test";

    public static LineService Smtp { get; } = Mail("ESMTP", "EHLO");

    public static LineService Lmtp { get; } = Mail("LMTP", "LHLO");

    public static LineService Imap { get; } = new($"* OK {Name} ready\n", "STARTTLS", "{tag} OK begin TLS now\n", "{tag} NO not now\n",
        "{tag} BAD unknown command\n")
    {
        IsTagged = true,
        Answers =
        [
            ("CAPABILITY", "* CAPABILITY IMAP4rev1\n+* CAPABILITY STARTTLS LOGINDISABLED\n{tag} OK done\n"), ("NOOP", "{tag} OK done\n"),
        ],
        Goodbye = ("LOGOUT", "* BYE\n{tag} OK done\n"),
    };

    public static LineService Pop3 { get; } = new($"+OK {Name} ready\n", "STLS", "+OK begin TLS now\n", "-ERR not now\n",
        "-ERR unknown command\n")
    {
        Answers = [("CAPA", "+OK list follows\nTOP\nUIDL\n+STLS\n.\n"), ("NOOP", "+OK\n")],
        Goodbye = ("QUIT", "+OK bye\n"),
    };

    public static LineService Ftp { get; } = new($"220 {Name} ready\n", "AUTH TLS", "234 begin TLS now\n", "431 not now\n",
        "502 not implemented\n")
    {
        Answers = [("FEAT", "211-Features\n UTF8\n+ AUTH TLS\n211 end\n"), ("NOOP", "200 ok\n")],
        Goodbye = ("QUIT", "221 bye\n"),
    };

    public static LineService Nntp { get; } = new($"200 {Name} ready\n", "STARTTLS", "382 begin TLS now\n", "580 not now\n",
        "500 unknown command\n")
    {
        Answers = [("CAPABILITIES", "101 list follows\nVERSION 2\nREADER\n+STARTTLS\n.\n"), ("MODE READER", "200 ready\n"),
            ("DATE", "111 20000101000000\n")],
        Goodbye = ("QUIT", "205 bye\n"),
    };

    public static LineService Sieve { get; } = new(SieveCapabilities, "STARTTLS", "OK \"begin TLS now\"\n", "NO \"not now\"\n",
        "NO \"unknown command\"\n")
    {
        Answers = [("CAPABILITY", SieveCapabilities), ("NOOP", "OK\n")],
        Goodbye = ("LOGOUT", "OK \"bye\"\n"),
    };

    public static LineService Irc { get; } = new("", "STARTTLS", $":{Name} 670 * :begin TLS now\n", $":{Name} 691 * :not now\n",
        $":{Name} 421 * {{arg}} :Unknown command\n")
    {
        Answers = [("CAP LS", $"+:{Name} CAP * LS :tls\n"), ("CAP", ""), ("NICK", ""), ("USER", ""), ("PASS", ""),
            ("PING", $":{Name} PONG {Name}\n")],
        Goodbye = ("QUIT", "ERROR :bye\n"),
    };

    private const string SieveCapabilities = "\"IMPLEMENTATION\" \"QSslModule\"\n\"SIEVE\" \"fileinto\"\n+\"STARTTLS\"\nOK \"ready\"\n";

    private static LineService Mail(string protocol, string hello) =>
        new($"220 {Name} {protocol}\n", "STARTTLS", "220 2.0.0 begin TLS now\n", "454 4.7.0 not now\n", "502 5.5.2 unknown command\n")
        {
            Answers = [(hello, $"250-{Name}\n250-PIPELINING\n+250-STARTTLS\n250 8BITMIME\n"), ("HELO", $"250 {Name}\n"),
                ("NOOP", "250 2.0.0 ok\n"), ("RSET", "250 2.0.0 ok\n")],
            Goodbye = ("QUIT", "221 2.0.0 bye\n"),
        };
}
