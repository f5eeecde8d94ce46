using System.Net;
using System.Text;
using QSslCore.StartTls;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Server;

/// <summary>
/// Plain text that somebody on the way has put between the client's wish for TLS and its handshake (CVE-2011-0411): it is never read as if
/// the client had said it, whatever the protocol.
/// </summary>
public sealed class StartTlsInjectionTests
{
    private const string Injected = "INJECTED\r\n";

    public static TheoryData<string, bool> Ways =>
        new MatrixTheoryData<string, bool>([.. StartTlsProtocol.All.Select(p => p.Name)], [false, true]);

    [Theory, MemberData(nameof(Ways))]
    public void What_comes_before_the_handshake_is_read_by_nobody(string name, bool isGlued)
    {
        using QSslServer server = new()
        {
            SslConfiguration = TrafficPair.ServerConfiguration(),
            Preface = () => StartTlsProtocol.Find(name)!.CreateResponder(StartTlsFault.None)!,
        };
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        server.AcceptInBackground();
        using QSslSocket client = new() { SslConfiguration = TrafficPair.ClientConfiguration(), PeerVerifyName = TestPki.ServerName };
        client.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.True(client.WaitForConnected(10_000), client.ErrorString);
        bool wraps = Speak(client, name, isGlued ? TurnsOf(name) : int.MaxValue);
        if (!isGlued)
        {
            client.Write(Injected);
            Assert.True(client.WaitForBytesWritten(10_000) || client.State != SocketState.ConnectedState);
        }
        bool isEncrypted = false;
        if (client.State == SocketState.ConnectedState)
        {
            client.WrapsHandshake = wraps;
            client.StartClientEncryption();
            isEncrypted = client.WaitForEncrypted(10_000);
            client.Write("genuine");
            client.WaitForBytesWritten(10_000);
        }
        Assert.True(SpinWait.SpinUntil(() => server.HandshakeCount == 0, 10_000));
        if (server.NextPendingConnection() is not { } connection)
            return;
        using (connection)
        {
            StringBuilder heard = new();
            while (isEncrypted && heard.Length < "genuine".Length && connection.WaitForReadyRead(10_000))
                heard.Append(Encoding.Latin1.GetString(connection.ReadAll()));
            Assert.Equal(isEncrypted ? "genuine" : "", heard.ToString());
        }
    }

    /// <summary>Speaks to the server until the handshake may begin; true when that goes in packets.</summary>
    private static bool Speak(QSslSocket client, string name, int lastTurn)
    {
        StartTlsDialogue dialogue = StartTlsProtocol.Find(name)!.CreateDialogue("server.test");
        for (int turn = 0; dialogue.Status == StartTlsStatus.NeedsInput;)
        {
            client.Skip(dialogue.Advance(client.Peek(long.MaxValue)));
            byte[] said = dialogue.TakeOutput();
            if (said.Length > 0)
                client.Write(++turn == lastTurn ? [.. said, .. Encoding.ASCII.GetBytes(Injected)] : said);
            if (dialogue.Status == StartTlsStatus.NeedsInput && !client.WaitForReadyRead(10_000))
                break;
        }
        return dialogue.WrapsHandshake;
    }

    /// <summary>How often a client of the protocol speaks before the handshake.</summary>
    private static int TurnsOf(string name)
    {
        (StartTlsDialogue client, StartTlsResponder server) = (StartTlsProtocol.Find(name)!.CreateDialogue("server.test"),
            StartTlsProtocol.Find(name)!.CreateResponder(StartTlsFault.None)!);
        List<byte> toClient = [], toServer = [];
        int turns = 0;
        for (int i = 0; i < 50 && client.Status == StartTlsStatus.NeedsInput; i++)
        {
            toServer.RemoveRange(0, server.Advance([.. toServer]));
            toClient.AddRange(server.TakeOutput());
            toClient.RemoveRange(0, client.Advance([.. toClient]));
            byte[] said = client.TakeOutput();
            toServer.AddRange(said);
            turns += said.Length > 0 ? 1 : 0;
        }
        Assert.Equal(StartTlsStatus.Ready, client.Status);
        return turns;
    }
}
