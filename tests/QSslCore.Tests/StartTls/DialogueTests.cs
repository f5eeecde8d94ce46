using System.Diagnostics;
using System.Formats.Asn1;
using System.Text;
using QSslCore.StartTls;

namespace QSslCore.Tests.StartTls;

/// <summary>Each protocol's way to TLS against a scripted peer: the good end and every bad one.</summary>
public sealed class DialogueTests
{
    private const string Features = "<?xml version='1.0'?><stream:stream id='1' version='1.0'><stream:features><starttls "
        + "xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>";

    /// <summary>What peers say, turn by turn, to the point where TLS begins.</summary>
    private static readonly Dictionary<string, string[]> s_good = new()
    {
        ["smtp"] = ["220-mail.test ESMTP\r\n220 ready\r\n", "250-mail.test\r\n250-SIZE 1000\r\n250 STARTTLS\r\n", "220 2.0.0 Ready\r\n"],
        ["lmtp"] = ["220 mail.test LMTP\r\n", "250-mail.test\r\n250 STARTTLS\r\n", "220 go\r\n"],
        ["imap"] = ["* OK [CAPABILITY IMAP4rev1] hello\r\n", "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\na1 OK done\r\n",
            "a2 OK begin\r\n"],
        ["pop3"] = ["+OK hello\r\n", "+OK\r\nTOP\r\nSTLS\r\n.\r\n", "+OK begin\r\n"],
        ["ftp"] = ["220-Welcome\r\n to this place\r\n220 here\r\n", "234 AUTH TLS successful\r\n"],
        ["nntp"] = ["201 no posting\r\n", "101 list\r\nVERSION 2\r\nSTARTTLS\r\n.\r\n", "382 begin\r\n"],
        ["sieve"] = ["\"IMPLEMENTATION\" \"x\"\r\n\"STARTTLS\"\r\nOK \"ready\"\r\n", "OK \"begin\"\r\n"],
        ["ldap"] = [Text(LdapAnswer(0))],
        ["xmpp-client"] = [Features, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"],
        ["xmpp-server"] = [Features, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'></proceed>"],
        ["irc"] = [":irc.test NOTICE * :*** Looking up your host\r\nPING :12\r\n", ":irc.test 670 * :STARTTLS successful\r\n"],
        ["postgres"] = ["S"],
        ["mysql"] = [MySqlGreeting(0xFFFF)],
        ["mssql"] = [Text(TdsPacket.WritePreLogin(4, 1))],
        ["rdp"] = [Text(3, 0, 0, 19, 14, 0xD0, 0, 0, 0x12, 0x34, 0, 2, 0x1F, 8, 0, 2, 0, 0, 0)],
        ["telnet"] = [Text(255, 253, 24, 255, 253, 46), Text(255, 250, 46, 1, 255, 240)],
        ["vnc"] = ["RFB 003.008\n", Text(2, 2, 19), Text(0, 2), Text(0), Text(2, 0, 0, 1, 3, 0, 0, 1, 6), Text(1)],
        ["http-upgrade"] = ["HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.0, HTTP/1.1\r\n\r\n"],
    };

    /// <summary>The same, as fewer servers say it.</summary>
    public static TheoryData<string, string[]> OtherGoodWays => new()
    {
        { "ftp", ["220-Welcome\r\n150 users are here\r\n220 ready\r\n", "234 go\r\n"] },
        { "pop3", ["+OK hello\r\n", "-ERR what?\r\n", "+OK begin\r\n"] },
        { "nntp", ["200 hello\r\n", "500 what?\r\n", "382 begin\r\n"] },
        { "sieve", ["\"IMPLEMENTATION\" {7+}\r\na \"b\r\nc\r\n\"STARTTLS\"\r\nOK {5}\r\nready\r\n", "OK {5}\r\nbegin\r\n"] },
        // Lengths in four bytes, and a name, as Active Directory has them.
        { "ldap", [Text([0x30, 0x84, 0, 0, 0, 40, 2, 1, 1, 0x78, 0x84, 0, 0, 0, 31, 10, 1, 0, 4, 0, 4, 0, 0x8A, 22,
            .. "1.3.6.1.4.1.1466.20037"u8])] },
        { "irc", [":irc.test 439 * :Please wait\r\n:irc.test CAP * LS :tls\r\n", ":irc.test 670 * :go\r\n"] },
        { "telnet", [Text(255, 241, 255, 253, 46), Text(255, 249, 255, 250, 46, 1, 255, 240)] },
        { "vnc", ["RFB 003.008\n", Text(1, 19), Text(0, 2), Text(0), Text(2, 0, 0, 1, 7, 0, 0, 1, 8), Text(1)] },
        { "xmpp-client", ["\n <stream:stream><stream:features\n ><starttls "
            + "xmlns=\"urn:ietf:params:xml:ns:xmpp-tls\"><required/></starttls></stream:features >", "\n<proceed />"] },
    };

    public static TheoryData<string> Names => [.. StartTlsProtocol.All.Select(protocol => protocol.Name)];

    public static TheoryData<string, int, string> NotOffered => new()
    {
        { "smtp", 1, "250-mail.test\r\n250 SIZE\r\n" }, { "smtp", 1, "502 what?\r\n" }, { "smtp", 2, "502 not implemented\r\n" },
        { "imap", 1, "* CAPABILITY IMAP4rev1\r\na1 OK done\r\n" }, { "imap", 2, "a2 BAD what?\r\n" },
        { "smtp", 1, "250-mail.test has no STARTTLS\r\n250 SIZE\r\n" },
        { "pop3", 1, "+OK\r\nTOP\r\n.\r\n" }, { "ftp", 1, "502 no\r\n" }, { "ftp", 1, "530 Please login with USER and PASS.\r\n" },
            { "nntp", 1, "101 list\r\nVERSION 2\r\n.\r\n" },
        { "sieve", 0, "\"IMPLEMENTATION\" \"x\"\r\nOK\r\n" }, { "ldap", 0, Text(LdapAnswer(2)) },
        { "xmpp-client", 0, "<stream:stream><stream:features/>" }, { "irc", 1, ":irc.test 421 * STARTTLS :Unknown command\r\n" },
        { "postgres", 0, "N" }, { "mssql", 0, Text(TdsPacket.WritePreLogin(4, 2)) }, { "mysql", 0, MySqlGreeting(0x0200) },
            { "rdp", 0, Text(3, 0, 0, 11, 6, 0xD0, 0, 0, 0, 0, 0) },
        { "rdp", 0, Text(3, 0, 0, 19, 14, 0xD0, 0, 0, 0, 0, 0, 3, 0, 8, 0, 2, 0, 0, 0) }, { "telnet", 0, "login: " },
        { "telnet", 0, Text(255, 254, 46) }, { "vnc", 0, "RFB 003.003\n" }, { "vnc", 1, Text(1, 2) },
        { "vnc", 4, Text(1, 0, 0, 1, 1) }, { "http-upgrade", 0, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" },
    };

    public static TheoryData<string, int, string> Refused => new()
    {
        { "smtp", 0, "554 go away\r\n" }, { "smtp", 2, "454 TLS not available due to temporary reason\r\n" },
        { "imap", 0, "* BYE too busy\r\n" }, { "imap", 0, "* PREAUTH logged in\r\n" }, { "imap", 2, "a2 NO not now\r\n" },
        { "pop3", 0, "-ERR busy\r\n" }, { "pop3", 2, "-ERR not now\r\n" }, { "ftp", 0, "421 too many\r\n" }, { "ftp", 1, "431 no\r\n" },
        { "nntp", 0, "400 later\r\n" }, { "nntp", 2, "580 cannot\r\n" }, { "sieve", 1, "NO \"not now\"\r\n" },
            { "ldap", 0, Text(LdapAnswer(52)) },
        { "xmpp-client", 1, "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>" },
            { "xmpp-server", 0, "<stream:error><host-unknown/></stream:error>" },
        { "irc", 1, ":irc.test 691 * :STARTTLS failed\r\n" }, { "irc", 0, "ERROR :banned\r\n" },
            { "mysql", 0, Text([23, 0, 0, 0, 255, 0x69, 4, .. "Host is not allowed."u8]) },
        { "mssql", 0, Text(4, 1, 0, 12, 0, 0, 1, 0, 0xAA, 1, 0, 0) }, { "mssql", 0, Text(TdsPacket.WritePreLogin(4, 0)) },
{ "rdp", 0, Text(3, 0, 0, 19, 14, 0xD0, 0, 0, 0, 0, 0, 3, 0, 8, 0, 5, 0, 0, 0) },
        { "postgres", 0, "E\0\0\0\u0025SFATAL\0C53300\0Mtoo many clients\0\0" }, { "postgres", 0, "Etoo many clients\0" },
            { "sieve", 1, "NO {7}\r\nnot now\r\n" },
        { "vnc", 1, Text(0, 0, 0, 0, 0) },
        { "vnc", 1, Text([0, 0, 0, 0, 4, .. "busy"u8]) }, { "vnc", 5, Text(0) }, { "http-upgrade", 0, "HTTP/1.1 503 busy\r\n\r\n" },
    };

    [Theory, MemberData(nameof(Names))]
    public void The_good_way_ends_ready_however_it_is_cut(string name)
    {
        foreach (int piece in new[] { 1, 2, 3, 1000 })
        {
            StartTlsDialogue dialogue = Start(name);
            foreach (string said in s_good[name])
            {
                Assert.Equal(StartTlsStatus.NeedsInput, dialogue.Status);
                Feed(dialogue, said, piece);
            }
            Assert.Equal(StartTlsStatus.Ready, dialogue.Status);
            Assert.NotEmpty(dialogue.Transcript);
        }
    }

    [Theory, MemberData(nameof(OtherGoodWays))]
    public void Other_good_ways_end_ready_however_they_are_cut(string name, string[] turns)
    {
        foreach (int piece in new[] { 1, 2, 3, 1000 })
        {
            StartTlsDialogue dialogue = Start(name);
            foreach (string said in turns)
            {
                Assert.True(dialogue.Status == StartTlsStatus.NeedsInput, dialogue.Reason);
                Feed(dialogue, said, piece);
            }
            Assert.True(dialogue.Status == StartTlsStatus.Ready, dialogue.Reason);
        }
    }

    [Theory, MemberData(nameof(NotOffered))]
    public void A_peer_that_cannot_is_told(string name, int turn, string said) => AssertEnd(name, turn, said, StartTlsStatus.NotOffered);

    [Theory, MemberData(nameof(Refused))]
    public void A_peer_that_will_not_is_told_from_one_that_cannot(string name, int turn, string said) =>
        AssertEnd(name, turn, said, StartTlsStatus.Refused);

    /// <summary>Answers that the fuzzing has found: an indefinite length, and a result of two bytes.</summary>
    [Theory]
    [InlineData("3080FFFFFF7826")]
    [InlineData("300D020101780806000A0201000400")]
    public void A_message_that_is_none_of_ldap_ends_the_dialogue(string said)
    {
        StartTlsDialogue client = Start("ldap");
        StartTlsResponder server = StartTlsProtocol.Find("ldap")!.CreateResponder(StartTlsFault.None)!;

        _ = client.Advance(Convert.FromHexString(said));
        _ = server.Advance(Convert.FromHexString(said));

        Assert.Equal((StartTlsStatus.Unintelligible, StartTlsStatus.Unintelligible), (client.Status, server.Status));
    }

    [Fact]
    public void A_line_of_many_strings_is_not_taken_without_end()
    {
        StartTlsDialogue dialogue = Start("sieve");
        string said = string.Concat(Enumerable.Repeat("{1}\r\n-", 10_000));

        _ = dialogue.Advance(Encoding.Latin1.GetBytes(said));

        Assert.Equal(StartTlsStatus.Unintelligible, dialogue.Status);
        Assert.InRange(dialogue.Transcript.Count, 1, 8 * 1024);
    }

    [Theory, MemberData(nameof(Names))]
    public void Nonsense_is_neither(string name)
    {
        foreach (string nonsense in new[] { "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003aaaaaaaaaaaaaaaa",
            "what is this?\r\n\r\n" })
        {
            StartTlsDialogue dialogue = Start(name);
            Feed(dialogue, nonsense, 1000);
            // Telnet shows text to its user: a banner says no more than that there is no TLS.
            if (name == "telnet")
                Assert.Equal(StartTlsStatus.NotOffered, dialogue.Status);
            else
                Assert.Equal(StartTlsStatus.Unintelligible, dialogue.Status);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Plain_bytes_behind_the_go_ahead_are_an_attack(string name)
    {
        StartTlsDialogue dialogue = Start(name);
        string[] turns = s_good[name];
        foreach (string said in turns[..^1])
            Feed(dialogue, said, 1000);
        Feed(dialogue, turns[^1] + "250 trust me\r\n", 10_000);
        Assert.Equal(StartTlsStatus.Injected, dialogue.Status);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_peer_that_hangs_up_is_told(string name)
    {
        StartTlsDialogue dialogue = Start(name);
        if (s_good[name].Length > 1)
            Feed(dialogue, s_good[name][0], 1000);
        dialogue.PeerEnded();
        Assert.Equal(StartTlsStatus.Truncated, dialogue.Status);
    }

    [Theory, MemberData(nameof(Names))]
    public void Endless_talk_ends(string name)
    {
        StartTlsDialogue dialogue = Start(name);
        StringBuilder waiting = new();
        string talk = name switch
        {
            "smtp" or "lmtp" or "ftp" => "220-and more\r\n",
            "nntp" => "200 x\r\n",
            "imap" => "* OK x\r\n",
            "sieve" => "\"X\" \"y\"\r\n",
            "irc" => ":irc.test NOTICE * :wait\r\n",
            "telnet" => Text(255, 253, 1),
            "http-upgrade" => "HTTP/1.1 X-More: y\r\n",
            "xmpp-client" or "xmpp-server" => "<stream:stream x='y'>",
            _ => "+OK x\r\n",
        };
        for (int i = 0; i < 100_000 && dialogue.Status == StartTlsStatus.NeedsInput; i++)
        {
            waiting.Append(talk);
            byte[] all = Encoding.Latin1.GetBytes(waiting.ToString());
            waiting.Remove(0, dialogue.Advance(all));
            _ = dialogue.TakeOutput();
        }
        Assert.NotEqual(StartTlsStatus.NeedsInput, dialogue.Status);
    }

    [Theory]
    [InlineData("http-upgrade", "::1", "Host: [::1]\r\n")]
    [InlineData("http-upgrade", "b\u00FCcher.test", "Host: xn--bcher-kva.test\r\n")]
    [InlineData("xmpp-client", "chat.test", "to='chat.test'")]
    public void A_protocol_that_names_its_peer_does_so_as_it_must(string name, string host, string expected)
    {
        StartTlsDialogue dialogue = StartTlsProtocol.Find(name)!.CreateDialogue(host);
        _ = dialogue.Advance([]);
        Assert.Contains(expected, Encoding.UTF8.GetString(dialogue.TakeOutput()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres", 0, "E\0\0\0\u0025SFATAL\0C53300\0Mtoo many clients\0\0", "too many clients")]
    [InlineData("postgres", 0, "Etoo many clients\0", "too many clients")]
    [InlineData("postgres", 0, "E\0\0\0\u0004", "an error without a text")]
    [InlineData("rdp", 0, "\u0003\0\0\u0013\u000e\u00d0\0\0\0\0\0\u0003\0\u0008\0\u0003\0\0\0",
        "negotiation failure 3, it has no certificate")]
    [InlineData("sieve", 1, "NO {7}\r\nnot now\r\n", "NO \"not now\"")]
    public void What_a_peer_says_is_told_in_words(string name, int turn, string said, string reason)
    {
        StartTlsDialogue dialogue = Start(name);
        foreach (string before in s_good[name][..turn])
            Feed(dialogue, before, 1000);
        Feed(dialogue, said, 1);
        Assert.Equal(reason, dialogue.Reason);
    }

    [Theory]
    [InlineData("<stream:features>")]
    [InlineData("<stream:error ")]
    public void Talk_that_never_ends_is_looked_at_once_and_not_again_and_again(string talk)
    {
        StartTlsDialogue dialogue = Start("xmpp-client");
        byte[] all = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(talk, 65_000 / talk.Length)));
        Stopwatch watch = Stopwatch.StartNew();
        for (int end = all.Length - 50; end <= all.Length; end++)
            Assert.Equal(0, dialogue.Advance(all.AsSpan(0, end)));
        Assert.Equal(StartTlsStatus.NeedsInput, dialogue.Status);
        Assert.True(watch.Elapsed.TotalSeconds < 1, $"It took {watch.Elapsed}.");
    }

    /// <summary>Not telnet, whose sides negotiate unasked, and not irc, which asks once and at the beginning.</summary>
    public static TheoryData<string> ThoseThatAsk =>
        [.. s_good.Where(way => way.Value.Length > 1 && way.Key is not ("telnet" or "irc")).Select(way => way.Key)];

    [Theory, MemberData(nameof(ThoseThatAsk))]
    public void Answers_that_come_before_their_questions_are_injected(string name)
    {
        string[] turns = s_good[name];
        for (int ahead = 0; ahead + 1 < turns.Length; ahead++)
        {
            // VeNCrypt's acknowledgement and its list answer one question.
            if (name == "vnc" && ahead == 3)
                continue;
            StartTlsDialogue dialogue = Start(name);
            foreach (string turn in turns[..ahead])
                Feed(dialogue, turn, 1000);
            Feed(dialogue, turns[ahead] + turns[ahead + 1], 100_000);
            Assert.Equal((ahead, StartTlsStatus.Injected), (ahead, dialogue.Status));
            Assert.Contains("before the question", dialogue.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_server_that_knows_neither_the_list_nor_the_command_does_not_offer_it()
    {
        StartTlsDialogue dialogue = Start("pop3");
        foreach (string said in (string[])["+OK hello\r\n", "-ERR what?\r\n", "-ERR what?\r\n"])
            Feed(dialogue, said, 1000);
        Assert.Equal(StartTlsStatus.NotOffered, dialogue.Status);
    }

    [Fact]
    public void What_a_server_says_unasked_is_no_answer()
    {
        StartTlsDialogue imap = Start("imap");
        Feed(imap, "* OK hello\r\n* 1 EXISTS\r\n", 1000);
        Feed(imap, s_good["imap"][1], 1000);
        Feed(imap, s_good["imap"][2], 1000);
        Assert.Equal(StartTlsStatus.Ready, imap.Status);
        StartTlsDialogue irc = Start("irc");
        Feed(irc, string.Concat(s_good["irc"]), 1000);
        Assert.Equal(StartTlsStatus.Ready, irc.Status);
    }

    [Fact]
    public void An_answer_that_lies_there_before_this_side_has_spoken_is_injected()
    {
        foreach (string name in (string[])["postgres", "ldap", "rdp", "mssql", "http-upgrade", "irc", "xmpp-client"])
        {
            StartTlsDialogue dialogue = StartTlsProtocol.Find(name)!.CreateDialogue("host.test");
            _ = dialogue.Advance(Encoding.Latin1.GetBytes(string.Concat(s_good[name])));
            Assert.Equal((name, StartTlsStatus.Injected), (name, dialogue.Status));
        }
    }

    [Fact]
    public void What_a_peer_says_cannot_steer_the_terminal()
    {
        StartTlsDialogue dialogue = Start("smtp");
        Feed(dialogue, "554 \u001b[2Jgone\r\n", 1000);
        Assert.DoesNotContain('\u001b', dialogue.Reason);
        Assert.All(dialogue.Transcript, line => Assert.DoesNotContain('\u001b', line));
    }

    [Theory]
    [InlineData("smtp", 4711, "smtp")]
    [InlineData("submission", 4711, "smtp")]
    [InlineData("", 143, "imap")]
    [InlineData("", 5432, "postgres")]
    [InlineData("", 4711, null)]
    [InlineData("gopher", 4711, null)]
    public void Scheme_and_port_tell_the_protocol(string scheme, int port, string? expected) =>
        Assert.Equal(expected, (StartTlsProtocol.ByScheme(scheme) ?? StartTlsProtocol.ByPort(port))?.Name);

    private static StartTlsDialogue Start(string name)
    {
        StartTlsDialogue dialogue = StartTlsProtocol.Find(name)!.CreateDialogue("host.test");
        Assert.Equal(0, dialogue.Advance([]));
        return dialogue;
    }

    private static void AssertEnd(string name, int turn, string said, StartTlsStatus expected)
    {
        StartTlsDialogue dialogue = Start(name);
        foreach (string before in s_good[name][..turn])
            Feed(dialogue, before, 1000);
        Assert.Equal(StartTlsStatus.NeedsInput, dialogue.Status);
        Feed(dialogue, said, 1000);
        Assert.Equal(expected, dialogue.Status);
        Assert.NotEmpty(dialogue.Reason);
    }

    private static void Feed(StartTlsDialogue dialogue, string said, int piece)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(said);
        int taken = 0;
        for (int end = Math.Min(piece, bytes.Length); ; end = Math.Min(end + piece, bytes.Length))
        {
            taken += dialogue.Advance(bytes.AsSpan(taken, end - taken));
            if (end == bytes.Length || dialogue.Status != StartTlsStatus.NeedsInput)
                return;
        }
    }

    private static string Text(params byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static byte[] LdapAnswer(int code)
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence(new Asn1Tag(TagClass.Application, 24, isConstructed: true)))
            {
                writer.WriteEncodedValue([0x0A, 1, (byte)code]);
                writer.WriteOctetString([]);
                writer.WriteOctetString("said"u8);
            }
        }
        return writer.Encode();
    }

    private static string MySqlGreeting(ushort capabilities)
    {
        byte[] body = [10, .. "11.4.2-MariaDB\0"u8, 1, 0, 0, 0, .. "abcdefgh"u8, 0, (byte)capabilities, (byte)(capabilities >> 8), 45, 2,
            0, .. new byte[18]];
        return Text([(byte)body.Length, 0, 0, 0, .. body]);
    }
}
