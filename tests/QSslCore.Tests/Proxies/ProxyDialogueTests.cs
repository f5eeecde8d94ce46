using System.Text;
using QSslCore.Proxies;

namespace QSslCore.Tests.Proxies;

/// <summary>What is said to proxies, and what is made of their answers, however these are cut.</summary>
public sealed class ProxyDialogueTests
{
    private static readonly HostTarget s_target = HostTarget.Parse("h", 1);

    private const string Banner = "220 hello\r\n";

    public static TheoryData<string, string, int> Refusals => new()
    {
        // SOCKS5: what the proxy answers, in hex
        { "socks", "0500 05020001000000000000", (int)QSocketError.SocketAccessError },
        { "socks", "0500 05030001000000000000", (int)QSocketError.NetworkError },
        { "socks", "0500 05040001000000000000", (int)QSocketError.HostNotFoundError },
        { "socks", "0500 0505000100", (int)QSocketError.ConnectionRefusedError },
        { "socks", "0500 05070001000000000000", (int)QSocketError.UnsupportedSocketOperationError },
        { "socks", "0500 05990001000000000000", (int)QSocketError.NetworkError },
        { "socks", "0500 05000009000000000000", (int)QSocketError.ProxyProtocolError },
        { "socks", "0500 04000001000000000000", (int)QSocketError.ProxyProtocolError },
        { "socks", "05FF", (int)QSocketError.ProxyAuthenticationRequiredError },
        { "socks", "48545450", (int)QSocketError.ProxyProtocolError },
        // HTTP: what it answers, as text
        { "http", "HTTP/1.0 403 No\r\n\r\n", (int)QSocketError.SocketAccessError },
        { "http", "HTTP/1.1 404 Not Found\r\nA: b\r\n\r\n", (int)QSocketError.HostNotFoundError },
        { "http", "HTTP/1.1 502 Bad Gateway\r\n\r\n<html>", (int)QSocketError.ConnectionRefusedError },
        { "http", "HTTP/1.1 500\r\n\r\n", (int)QSocketError.ProxyProtocolError },
        { "http", "HTTP/1.1 abc\r\n\r\n", (int)QSocketError.ProxyProtocolError },
        { "http", "HTTP/1.1\r\n\r\n", (int)QSocketError.ProxyProtocolError },
        { "http", "SSH-2.0-x\r\n", (int)QSocketError.ProxyProtocolError },
        { "http", "HTTP/1.1 407 Who\r\nProxy-Authenticate: Negotiate\r\n\r\n", (int)QSocketError.ProxyAuthenticationRequiredError },
        { "http", "HTTP/1.1 407 Who\r\n\r\n", (int)QSocketError.ProxyAuthenticationRequiredError },
    };

    [Theory]
    [InlineData("server.test", "05010003 0B 7365727665722E74657374 01BB")]
    [InlineData("192.0.2.7", "05010001 C0000207 01BB")]
    [InlineData("2001:db8::1", "05010004 20010DB8000000000000000000000001 01BB")]
    public void Socks_asks_for_the_host_and_takes_no_byte_of_its(string host, string request)
    {
        foreach (string bound in new[] { "05000001 7F000001 0050", "05000004 00000000000000000000000000000001 0050",
            "05000003 02 6162 0050" })
        {
            Socks5Dialogue dialogue = new(HostTarget.Parse(host, 443));
            Assert.Equal("05020002", Said(dialogue));
            byte[] answer = [.. Hex("0500" + bound), .. Encoding.ASCII.GetBytes(Banner)];
            Assert.Equal(ProxyDialogueStatus.Done, Feed(dialogue, answer, 1, out byte[] left));
            Assert.Equal(request.Replace(" ", "", StringComparison.Ordinal), Said(dialogue));
            Assert.Equal(Banner[..left.Length], Encoding.ASCII.GetString(left));
        }
    }

    [Fact]
    public void Socks_gives_the_password_only_when_it_is_asked_for()
    {
        Socks5Dialogue dialogue = new(HostTarget.Parse("h", 1));
        Said(dialogue);
        Assert.Equal(ProxyDialogueStatus.NeedsCredentials, Feed(dialogue, Hex("0502"), 1, out _));
        Assert.Equal("", Said(dialogue));
        Assert.Equal(ProxyDialogueStatus.NeedsMore, dialogue.Authenticate("me", "pw"));
        Assert.Equal("01026D65027077", Said(dialogue));
        Assert.Equal(ProxyDialogueStatus.NeedsMore, Feed(dialogue, Hex("0100"), 1, out _));
        Assert.StartsWith("050100", Said(dialogue), StringComparison.Ordinal);
        Assert.Equal(ProxyDialogueStatus.Done, Feed(dialogue, Hex("05000001000000000000"), 3, out _));

        Socks5Dialogue refused = new(HostTarget.Parse("h", 1));
        Feed(refused, Hex("0502"), 2, out _);
        refused.Authenticate("me", "pw");
        Assert.Equal(ProxyDialogueStatus.Failed, Feed(refused, Hex("0101"), 2, out _));
        Assert.Equal(QSocketError.ProxyAuthenticationRequiredError, refused.Failure.Error);
        Socks5Dialogue tooLong = new(HostTarget.Parse("h", 1));
        Assert.Equal(ProxyDialogueStatus.Failed, tooLong.Authenticate(new string('u', 256), ""));
    }

    [Theory]
    [InlineData("server.test", "server.test:443")]
    [InlineData("::1", "[::1]:443")]
    public void Http_connects_and_takes_no_byte_of_the_hosts(string host, string target)
    {
        foreach (int piece in new[] { 1, 7, 1000 })
        {
            HttpConnectDialogue dialogue = new(HostTarget.Parse(host, 443));
            Assert.Equal($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n", SaidText(dialogue));
            byte[] answer = Encoding.ASCII.GetBytes("HTTP/1.0 200 Connection established\r\nProxy-agent: x\r\n\r\n" + Banner);
            Assert.Equal(ProxyDialogueStatus.Done, Feed(dialogue, answer, piece, out byte[] left));
            Assert.Equal(Banner[..left.Length], Encoding.ASCII.GetString(left));
        }
    }

    [Fact]
    public void Http_answers_a_challenge_once_and_on_a_new_connection()
    {
        const string challenge = "HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Digest x\r\nProxy-Authenticate: "
            + "basic realm=\"x\"\r\n\r\n";
        HttpConnectDialogue dialogue = new(HostTarget.Parse("h", 1));
        SaidText(dialogue);
        Assert.Equal(ProxyDialogueStatus.NeedsCredentials, Feed(dialogue, Encoding.ASCII.GetBytes(challenge), 10, out _));
        Assert.Equal(ProxyDialogueStatus.NeedsMore, dialogue.Authenticate("Aladdin", "open sesame"));
        Assert.True(dialogue.NeedsNewConnection);
        Assert.Contains("Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n", SaidText(dialogue), StringComparison.Ordinal);
        Assert.Equal(ProxyDialogueStatus.Failed, Feed(dialogue, Encoding.ASCII.GetBytes(challenge), 10, out _));
        Assert.Equal(QSocketError.ProxyAuthenticationRequiredError, dialogue.Failure.Error);
        Assert.DoesNotContain("sesame", dialogue.Failure.Text, StringComparison.Ordinal);
        Assert.Equal(ProxyDialogueStatus.Failed, new HttpConnectDialogue(s_target).Authenticate("a:b", "c"));
    }

    /// <summary>Several challenges may share a line (RFC 9110, 11.6.1), and what is quoted is none.</summary>
    [Theory]
    [InlineData("Negotiate, Basic realm=\"a, b\"", true)]
    [InlineData("Digest realm=\"x\", nonce=\"y\", BASIC", true)]
    [InlineData("Digest realm=\"say \\\"hi\\\", Basic \", qop=auth", false)]
    [InlineData("Negotiate abc=,Basic-Plus realm=x", false)]
    [InlineData("", false)]
    public void Http_finds_the_challenge_it_can_answer(string challenges, bool known)
    {
        HttpConnectDialogue dialogue = new(HostTarget.Parse("h", 1));
        byte[] answer = Encoding.ASCII.GetBytes($"HTTP/1.1 407 Who\r\nProxy-Authenticate: {challenges}\r\n\r\n");
        Assert.Equal(known ? ProxyDialogueStatus.NeedsCredentials : ProxyDialogueStatus.Failed, Feed(dialogue, answer, 1000, out _));
        if (!known)
            Assert.Contains(challenges.Length == 0
                ? "does not say how"
                : challenges.Split(' ')[0], dialogue.Failure.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Refusals))]
    public void A_refusal_is_told_apart(string kind, string answer, int error)
    {
        byte[] bytes = kind == "socks" ? Hex(answer) : Encoding.ASCII.GetBytes(answer);
        foreach (int piece in new[] { 1, 1000 })
        {
            ProxyDialogue dialogue = kind == "socks" ? new Socks5Dialogue(s_target) : new HttpConnectDialogue(s_target);
            Assert.Equal(ProxyDialogueStatus.Failed, Feed(dialogue, bytes, piece, out _));
            Assert.Equal((QSocketError)error, dialogue.Failure.Error);
            Assert.NotEmpty(dialogue.Failure.Text);
        }
    }

    [Fact]
    public void Noise_never_makes_a_tunnel_or_an_exception()
    {
        Random random = new(7);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] noise = new byte[random.Next(1, 80)];
            random.NextBytes(noise);
            bool http = i % 2 == 0;
            if (http && i % 4 == 0)
                "HTTP/1.1 "u8.CopyTo(noise.Length >= 9 ? noise : noise = new byte[9]);
            else if (!http)
                noise[0] = 5;
            ProxyDialogue dialogue = http ? new HttpConnectDialogue(s_target) : new Socks5Dialogue(s_target);
            ProxyDialogueStatus status = Feed(dialogue, noise, random.Next(1, 20), out _);
            if (status == ProxyDialogueStatus.Done)
                Assert.True(!http && noise[1] == 0 && noise[2] == 5 && noise[3] == 0, Convert.ToHexString(noise));
        }
    }

    [Fact]
    public void An_endless_answer_ends()
    {
        HttpConnectDialogue dialogue = new(HostTarget.Parse("h", 1));
        byte[] endless = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n" + new string('a', 70_000));
        Assert.Equal(ProxyDialogueStatus.Failed, Feed(dialogue, endless, 4096, out _));
        Assert.Equal(QSocketError.ProxyProtocolError, dialogue.Failure.Error);
    }

    /// <summary>Gives the answer in pieces, as they might come; what was given and not taken is left.</summary>
    private static ProxyDialogueStatus Feed(ProxyDialogue dialogue, byte[] answer, int piece, out byte[] left)
    {
        List<byte> received = [];
        ProxyDialogueStatus status = ProxyDialogueStatus.NeedsMore;
        for (int at = 0; at < answer.Length && status == ProxyDialogueStatus.NeedsMore; at += piece)
        {
            received.AddRange(answer[at..Math.Min(at + piece, answer.Length)]);
            status = dialogue.Receive([.. received], out int taken);
            received.RemoveRange(0, taken);
        }
        left = [.. received];
        return status;
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    private static string Said(ProxyDialogue dialogue)
    {
        string said = Convert.ToHexString(dialogue.Output.WrittenSpan);
        dialogue.Output.Clear();
        return said;
    }

    private static string SaidText(ProxyDialogue dialogue) => Encoding.ASCII.GetString(Convert.FromHexString(Said(dialogue)));
}
