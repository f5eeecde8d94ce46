using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using QSslCore.StartTls;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Server;

/// <summary>Clients that come and go at once, or say nothing, keep a server from nothing.</summary>
public sealed class ClientStormTests
{
    private static readonly byte[] s_alert = [0x15, 3, 3, 0, 2, 2, 80];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string, string?> Servers
    {
        get
        {
            TheoryData<string, string?> servers = [];
            foreach (string backend in BackendPairs.WithTls)
            {
                servers.Add(backend, null);
                servers.Add(backend, "smtp");
            }
            return servers;
        }
    }

    [Theory, MemberData(nameof(Servers))]
    public void Clients_that_come_and_go_cost_no_place(string backend, string? preface)
    {
        using QSslServer server = Start(backend, preface);
        for (int i = 0; i < 300; i++)
            ComeAndGo(server.ServerPort, i % 3);
        AssertServed(server, preface);
        Assert.True(SpinWait.SpinUntil(() => server.HandshakeCount == 0, s_patience), $"{server.HandshakeCount} handshakes are left");
    }

    [Fact]
    public void Clients_that_come_and_go_throw_out_of_no_wait()
    {
        using QSslServer server = Start("", null, inBackground: false);
        Thread storm = new(() =>
        {
            for (int i = 0; i < 200; i++)
                ComeAndGo(server.ServerPort, i % 3);
        });
        storm.Start();
        // They send an alert, or nothing.
        while (storm.IsAlive)
            Assert.False(server.WaitForNewConnection(20));
        Assert.False(server.WaitForNewConnection(100));
        Assert.True(SpinWait.SpinUntil(() => !server.WaitForNewConnection(10) && server.HandshakeCount == 0, s_patience));
    }

    [Fact]
    public void A_plain_server_outlives_them()
    {
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        for (int i = 0; i < 90; i++)
        {
            ComeAndGo(server.ServerPort, i % 3);
            if (server.WaitForNewConnection(i % 3 == 2 ? 100 : 10_000))
                server.NextPendingConnection()!.Dispose();
        }
        using QTcpSocket good = new();
        good.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.True(good.WaitForConnected(10_000), good.ErrorString);
        Assert.True(server.WaitForNewConnection(10_000));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("smtp")]
    public void A_silent_crowd_holds_nothing_up(string? preface)
    {
        using QSslServer server = Start("", preface);
        List<Socket> silent = [];
        try
        {
            for (int i = 0; i < 200; i++)
                silent.Add(Connect(server.ServerPort));
            Stopwatch clock = Stopwatch.StartNew();
            for (int i = 0; i < 5; i++)
                AssertServed(server, preface);
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"took {clock.Elapsed}");
            Assert.True(SpinWait.SpinUntil(() => server.HandshakeCount == 200, s_patience));
        }
        finally
        {
            silent.ForEach(s => s.Dispose());
        }
    }

    [Theory]
    [InlineData(10, 100, "MaxHandshakes (10)")]
    [InlineData(100, 10, "MaxHandshakesPerAddress (10)")]
    public void The_oldest_that_has_said_nothing_gives_way(int limit, int limitOfAddress, string words)
    {
        using QSslServer server = Start("", null);
        (server.MaxHandshakes, server.MaxHandshakesPerAddress) = (limit, limitOfAddress);
        List<(int Port, string Text)> told = [];
        server.ErrorOccurred += (_, e) =>
        {
            lock (told)
            {
                told.Add((e.Socket.PeerPort, e.ErrorString));
            }
        };
        List<Socket> silent = [];
        try
        {
            for (int i = 0; i < 10; i++)
                silent.Add(Connect(server.ServerPort));
            Assert.True(SpinWait.SpinUntil(() => server.HandshakeCount == 10, s_patience));
            AssertServed(server, null);
            Assert.True(SpinWait.SpinUntil(
                () =>
                {
                    lock (told)
                    {
                        return told.Count > 0;
                    }
                },
                s_patience));
            (int port, string text) = Assert.Single(told);
            Assert.Equal(((IPEndPoint)silent[0].LocalEndPoint!).Port, port);
            Assert.Contains(words, text, StringComparison.Ordinal);
            Assert.Contains($"127.0.0.1:{port}", text, StringComparison.Ordinal);
            Assert.Equal(0, silent[0].Receive(new byte[1]));
        }
        finally
        {
            silent.ForEach(s => s.Dispose());
        }
    }

    private static QSslServer Start(string backend, string? preface, bool inBackground = true)
    {
        QSslServer server = new()
        {
            HandshakeTimeout = 120_000,
            ListenBacklogSize = 500,
            Preface = preface is null ? null : () => StartTlsProtocol.Find(preface)!.CreateResponder(StartTlsFault.None)!,
        };
        QSslConfiguration configuration = server.SslConfiguration;
        (configuration.Backend, configuration.LocalCertificateChain, configuration.PrivateKey) = (backend, TestPki.Server.Chain,
            TestPki.Server.Key);
        server.SslConfiguration = configuration;
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        if (inBackground)
            server.AcceptInBackground();
        return server;
    }

    private static Socket Connect(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private static void ComeAndGo(int port, int kind)
    {
        using Socket socket = Connect(port);
        if (kind == 1)
            socket.Send(s_alert);
        if (kind == 2)
            socket.LingerState = new(true, 0);
    }

    private static void AssertServed(QSslServer server, string? preface)
    {
        using QSslSocket client = new();
        QSslConfiguration configuration = client.SslConfiguration;
        configuration.CaCertificates = [TestPki.Root.Certificate];
        client.SslConfiguration = configuration;
        client.PeerVerifyName = TestPki.ServerName;
        if (preface is null)
        {
            client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort);
        }
        else
        {
            client.ConnectToHost("127.0.0.1", server.ServerPort);
            Say(client, null);
            Say(client, "EHLO me.test\r\n");
            Say(client, "STARTTLS\r\n");
            client.StartClientEncryption();
        }
        Assert.True(client.WaitForEncrypted(60_000), client.ErrorString);
        Assert.True(SpinWait.SpinUntil(() => server.HasPendingConnections, s_patience));
        server.NextPendingConnection()!.Dispose();
    }

    private static void Say(QSslSocket client, string? words)
    {
        if (words is not null)
            client.Write(words);
        Assert.True(client.WaitForReadyRead(60_000), client.ErrorString);
        client.ReadAll();
    }
}
