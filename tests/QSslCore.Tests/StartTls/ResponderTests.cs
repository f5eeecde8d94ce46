using System.Text;
using QSslCore.StartTls;

namespace QSslCore.Tests.StartTls;

/// <summary>The server's side of each protocol, against the client's: the good way, and what each fault is to a client.</summary>
public sealed class ResponderTests
{
    public static TheoryData<string> Names => [.. StartTlsProtocol.All.Select(protocol => protocol.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Both_sides_come_to_the_same_end(string name)
    {
        foreach (int piece in new[] { 1, 3, 1000 })
        {
            (StartTlsDialogue client, StartTlsResponder server) = Talk(name, StartTlsFault.None, piece);
            Assert.Equal(StartTlsStatus.Ready, client.Status);
            Assert.Equal(StartTlsStatus.Ready, server.Status);
            Assert.Equal(client.WrapsHandshake, server.WrapsHandshake);
            Assert.Contains(server.Transcript, line => line.StartsWith("C: ", StringComparison.Ordinal));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Each_fault_is_its_own_outcome(string name)
    {
        Dictionary<StartTlsFault, StartTlsStatus> expected = new()
        {
            // Telnet shows text to its user, and has one word for "cannot" and "will not".
            [StartTlsFault.WrongAnswer] = name == "telnet" ? StartTlsStatus.NotOffered : StartTlsStatus.Unintelligible,
            [StartTlsFault.NotOffered] = StartTlsStatus.NotOffered,
            [StartTlsFault.Refusal] = name == "telnet" ? StartTlsStatus.NotOffered : StartTlsStatus.Refused,
            [StartTlsFault.GluedPlaintext] = StartTlsStatus.Injected,
            [StartTlsFault.Close] = StartTlsStatus.Truncated,
            [StartTlsFault.Silence] = StartTlsStatus.NeedsInput,
            [StartTlsFault.TruncatedHandshake] = StartTlsStatus.Ready,
        };
        foreach ((StartTlsFault fault, StartTlsStatus status) in expected)
            Assert.Equal((fault, status), (fault, Talk(name, fault, 1000).Client.Status));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_truncated_handshake_begins_like_one(string name)
    {
        StartTlsResponder server = Talk(name, StartTlsFault.TruncatedHandshake, 1000).Server;
        Assert.Equal(StartTlsStatus.NeedsInput, server.Status);
        server.Advance([0x16, 3, 1, 0, 1, 1]);
        Assert.Equal(0x16, server.TakeOutput()[0]);
        Assert.NotEqual(StartTlsStatus.NeedsInput, server.Status);
    }

    [Theory, MemberData(nameof(Names))]
    public void Plain_text_behind_the_request_is_an_attack_on_the_server(string name)
    {
        (StartTlsDialogue client, StartTlsResponder server) = (StartTlsProtocol.Find(name)!.CreateDialogue("server.test"),
            StartTlsProtocol.Find(name)!.CreateResponder(StartTlsFault.None)!);
        for (int turn = 0; turn < 20 && server.Status == StartTlsStatus.NeedsInput; turn++)
        {
            server.Advance([]);
            client.Advance(server.TakeOutput());
            server.Advance([.. client.TakeOutput(), .. "INJECTED\r\n"u8]);
        }
        // MySQL's clients go on with the handshake at once: what follows is ciphertext, whatever it looks like.
        Assert.Equal(name == "mysql", server.Status == StartTlsStatus.Ready);
    }

    [Theory, MemberData(nameof(Names))]
    public void Nonsense_brings_no_server_to_TLS(string name)
    {
        foreach (string nonsense in new[] { "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "what is this?\r\n\r\n", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" })
        {
            StartTlsResponder server = StartTlsProtocol.Find(name)!.CreateResponder(StartTlsFault.None)!;
            server.Advance([]);
            server.Advance(Encoding.Latin1.GetBytes(nonsense));
            Assert.NotEqual(StartTlsStatus.Ready, server.Status);
        }
    }

    /// <summary>Lets both speak until neither has more to say, in pieces of that many bytes.</summary>
    private static (StartTlsDialogue Client, StartTlsResponder Server) Talk(string name, StartTlsFault fault, int piece)
    {
        StartTlsDialogue client = StartTlsProtocol.Find(name)!.CreateDialogue("server.test");
        StartTlsResponder server = StartTlsProtocol.Find(name)!.CreateResponder(fault)!;
        List<byte> toClient = [], toServer = [];
        bool spoke = true;
        while (spoke)
        {
            spoke = Turn(server, toServer, toClient, piece);
            spoke |= Turn(client, toClient, toServer, piece);
        }
        if (server.Status is not (StartTlsStatus.NeedsInput or StartTlsStatus.Ready))
            client.PeerEnded();
        return (client, server);
    }

    private static bool Turn(StartTlsDialogue side, List<byte> heard, List<byte> said, int piece)
    {
        int before = said.Count, start = heard.Count;
        if (side.Status == StartTlsStatus.NeedsInput)
        {
            int shown = 0;
            do
            {
                shown = Math.Min(shown + piece, heard.Count);
                int taken = side.Advance(heard.Take(shown).ToArray());
                heard.RemoveRange(0, taken);
                shown -= taken;
            }
            while (shown < heard.Count && side.Status == StartTlsStatus.NeedsInput);
        }
        said.AddRange(side.TakeOutput());
        return said.Count != before || heard.Count != start;
    }
}
