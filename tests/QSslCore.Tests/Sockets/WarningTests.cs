using System.Collections.Concurrent;
using System.Net;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Sockets;

/// <summary>A warning belongs to its socket, whichever thread it is born on, and no peer can provoke one that is meant for
/// misuse.</summary>
public sealed class WarningTests
{
    private const int Many = 24;

    [Fact]
    public async Task Exactly_the_sockets_with_a_weak_setting_warn_of_it_once_each()
    {
        using QSslServer server = Listen(new QSslServer());
        using Heard heard = new();
        QSslSocket[] sockets = [.. Enumerable.Range(0, Many)
            .Select(i => Client(i % 2 == 0 ? SslProtocol.TlsV1_0OrLater : SslProtocol.SecureProtocols))];
        try
        {
            await Parallel.ForEachAsync(sockets, TestContext.Current.CancellationToken, async (socket, token) =>
            {
                await Task.Yield();
                await socket.ConnectToHostEncryptedAsync("127.0.0.1", server.ServerPort, token);
            });
            for (int i = 0; i < Many; i++)
            {
                string[] of = heard.Of(sockets[i]);
                Assert.Equal(i % 2 == 0 ? 1 : 0, of.Length);
                Assert.All(of, text => Assert.Contains("TlsV1_0OrLater", text, StringComparison.Ordinal));
            }
        }
        finally
        {
            Array.ForEach(sockets, socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task A_server_warns_of_its_setting_once_and_not_for_each_client()
    {
        using Heard heard = new();
        using QSslServer server = Listen(new QSslServer(), SslProtocol.TlsV1_0OrLater);
        for (int i = 0; i < 3; i++)
        {
            using QSslSocket client = Client(SslProtocol.SecureProtocols);
            await client.ConnectToHostEncryptedAsync("127.0.0.1", server.ServerPort, TestContext.Current.CancellationToken);
            Assert.Empty(heard.Of(client));
            Assert.True(server.WaitForNewConnection(10_000));
            using QTcpSocket taken = server.NextPendingConnection()!;
            Assert.Empty(heard.Of(taken));
        }
        Assert.Single(heard.Of(server));
    }

    [Theory]
    [InlineData("CipherString", "ALL:@SECLEVEL=0", 1)]
    [InlineData("CipherString", "ALL:@SECLEVEL=1", 1)]
    [InlineData("CipherString", "ALL:@SECLEVEL=2", 0)]
    [InlineData("CipherString", "ALL", 0)]
    public void A_lowered_security_level_is_told(string option, string value, int warnings)
    {
        QSslConfiguration configuration = new();
        configuration.SetBackendConfigurationOption(option, value);
        Assert.Equal(warnings, WeakSettings.Of(configuration).Count());
    }

    [Fact]
    public void What_the_peer_has_ended_is_no_misuse()
    {
        using Heard heard = new();
        using QSslSocket socket = new();
        using (QTcpServer server = new())
        {
            Assert.True(server.Listen(IPAddress.Loopback));
            socket.ConnectToHost("127.0.0.1", server.ServerPort);
            Assert.True(socket.WaitForConnected(10_000));
            Assert.True(server.WaitForNewConnection(10_000));
            server.NextPendingConnection()!.Dispose();
        }
        Assert.True(socket.WaitForDisconnected(10_000));
        socket.StartClientEncryption();
        socket.StartServerEncryption();
        Assert.Equal(-1, socket.Write([1]));
        _ = socket.Read(1);
        _ = socket.WaitForBytesWritten(0);
        _ = socket.WaitForDisconnected(0);
        Assert.Empty(heard.Of(socket));
    }

    [Fact]
    public void What_a_failed_handshake_has_closed_is_no_misuse()
    {
        using Heard heard = new();
        using QSslSocket socket = new();
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        socket.ConnectToHostEncrypted("127.0.0.1", server.ServerPort);
        Assert.True(socket.WaitForConnected(10_000));
        Assert.True(server.WaitForNewConnection(10_000));
        server.NextPendingConnection()!.Dispose();
        Assert.False(socket.WaitForEncrypted(10_000));
        Assert.Equal(-1, socket.Write([1]));
        _ = socket.ReadAll();
        socket.UngetChar(1);
        Assert.Empty(heard.Of(socket));
    }

    [Fact]
    public void Misuse_still_warns()
    {
        using Heard heard = new();
        using QSslSocket socket = new();
        socket.StartClientEncryption();
        socket.Write([1]);
        Assert.Equal(2, heard.Of(socket).Length);
        using PlainPair pair = new();
        pair.Socket.Abort();
        pair.Socket.Write([1]);
        Assert.Single(heard.Of(pair.Socket));
    }

    private static QSslSocket Client(SslProtocol protocol)
    {
        QSslSocket socket = new() { PeerVerifyName = TestPki.ServerName };
        QSslConfiguration configuration = socket.SslConfiguration;
        configuration.CaCertificates = [TestPki.Root.Certificate];
        configuration.Protocol = protocol;
        socket.SslConfiguration = configuration;
        return socket;
    }

    private static QSslServer Listen(QSslServer server, SslProtocol protocol = SslProtocol.SecureProtocols)
    {
        QSslConfiguration configuration = server.SslConfiguration;
        configuration.LocalCertificateChain = TestPki.Server.Chain;
        configuration.PrivateKey = TestPki.Server.Key;
        configuration.Protocol = protocol;
        server.SslConfiguration = configuration;
        server.MaxPendingConnections = Many;
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        server.AcceptInBackground();
        return server;
    }

    /// <summary>All warnings of the process while it lives, by whose they are.</summary>
    private sealed class Heard : IDisposable
    {
        private readonly ConcurrentQueue<(object? Sender, string Message)> _all = new();

        public Heard() => QSslWarnings.Raised += Note;

        public string[] Of(object sender) => [.. _all.Where(one => one.Sender == sender).Select(one => one.Message)];

        public void Dispose() => QSslWarnings.Raised -= Note;

        private void Note(object? sender, QSslWarningEventArgs e) => _all.Enqueue((sender, e.Message));
    }
}
