using System.Net;
using QSslCore.Sockets;
using QSslCore.StartTls;
using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Sockets;

/// <summary>The handshake in packets of the Tabular Data Stream, however the connection cuts it, and nothing of it in packets
/// afterwards.</summary>
public sealed class TdsTransportTests
{
    [Theory, InlineData(int.MaxValue), InlineData(7), InlineData(1)]
    public void What_one_end_wraps_the_other_unwraps(int window)
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            (MemoryTransport near, MemoryTransport far) = MemoryTransport.Pair(seed, window);
            (TdsTransport sender, TdsTransport receiver) = (new(near), new(far));
            // Longer than a packet, and behind it what is sent after the handshake: a record of TLS, as it begins.
            byte[] wrapped = new byte[10_000], raw = [0x17, 3, 3, 0, 3, 1, 2, 3];
            new Random(seed).NextBytes(wrapped);
            List<byte> received = [];
            Send(sender, receiver, wrapped, received);
            sender.EndHandshake(0);
            Send(sender, receiver, raw, received);
            Assert.Equal([.. wrapped, .. raw], received);
            Assert.Equal(wrapped.Length + raw.Length + 8 * 3, near.Sent.Count);
            Assert.Equal([0x12, 1, 0x10, 0], near.Sent.Take(4));
            Assert.Equal(raw, near.Sent.TakeLast(raw.Length));
        }
    }

    [Fact]
    public void What_was_ready_at_the_end_of_the_handshake_still_travels_in_a_packet()
    {
        (MemoryTransport near, _) = MemoryTransport.Pair();
        TdsTransport sender = new(near);
        sender.EndHandshake(3);
        byte[] bytes = [1, 2, 3, 4, 5];
        for (int sent = 0; sent < bytes.Length;)
            sent += sender.TryWrite(bytes.AsSpan(sent)).Count;
        Assert.Equal([0x12, 1, 0, 11, 0, 0, 0, 0, 1, 2, 3, 4, 5], near.Sent);
    }

    [Fact]
    public void The_end_of_the_connection_is_the_end_in_the_middle_of_a_packet_too()
    {
        (MemoryTransport near, _) = MemoryTransport.Pair();
        TdsTransport receiver = new(near);
        near.Inject([0x12, 1, 0, 20, 0]);
        near.Ended = true;
        byte[] room = new byte[10];
        TransportResult result;
        while ((result = receiver.TryRead(room)).Count > 0)
        {
        }
        Assert.True(result.IsEndOfStream);
    }

    [Theory, InlineData(SslProtocol.TlsV1_2), InlineData(SslProtocol.TlsV1_3)]
    public void A_client_and_a_server_of_SQL_come_to_TLS(SslProtocol protocol)
    {
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        (configuration.LocalCertificateChain, configuration.PrivateKey, configuration.Protocol) = (TestPki.Server.Chain,
            TestPki.Server.Key, protocol);
        using QSslServer server = new() { SslConfiguration = configuration, Preface = () =>
            StartTlsProtocol.Find("mssql")!.CreateResponder(StartTlsFault.None)! };
        Assert.True(server.Listen(IPAddress.Loopback));
        server.AcceptInBackground();
        using QSslSocket client = new() { SslConfiguration = new() { CaCertificates = [TestPki.Root.Certificate] },
            PeerVerifyName = TestPki.ServerName };
        client.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.True(client.WaitForConnected(5000), client.ErrorString);
        StartTlsDialogue dialogue = StartTlsProtocol.Find("mssql")!.CreateDialogue("127.0.0.1");
        dialogue.Advance([]);
        client.Write(dialogue.TakeOutput());
        while (dialogue.Status == StartTlsStatus.NeedsInput)
        {
            Assert.True(client.WaitForReadyRead(5000), client.ErrorString);
            client.Skip(dialogue.Advance(client.Peek(long.MaxValue)));
        }
        Assert.Equal(StartTlsStatus.Ready, dialogue.Status);
        client.WrapsHandshake = dialogue.WrapsHandshake;
        client.StartClientEncryption();
        Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
        Assert.True(server.WaitForNewConnection(10_000));
        using QSslSocket accepted = (QSslSocket)server.NextPendingConnection()!;
        Assert.Equal(protocol, accepted.SessionProtocol);
        byte[] data = new byte[100_000];
        new Random(1).NextBytes(data);
        client.Write(data);
        Assert.Equal(data, Receive(accepted, client, data.Length));
        accepted.Write(data);
        Assert.Equal(data, Receive(client, accepted, data.Length));
    }

    private static byte[] Receive(QSslSocket receiver, QSslSocket sender, int count)
    {
        List<byte> received = [];
        while (received.Count < count)
        {
            sender.WaitForBytesWritten(20);
            Assert.True(receiver.WaitForReadyRead(5000), receiver.ErrorString);
            received.AddRange(receiver.ReadAll());
        }
        return [.. received];
    }

    private static void Send(TdsTransport sender, TdsTransport receiver, byte[] bytes, List<byte> received)
    {
        byte[] room = new byte[100];
        int target = received.Count + bytes.Length;
        for (int sent = 0; received.Count < target;)
        {
            if (sent < bytes.Length)
                sent += sender.TryWrite(bytes.AsSpan(sent)).Count;
            TransportResult result = receiver.TryRead(room);
            received.AddRange(room.AsSpan(0, result.Count));
        }
    }
}
