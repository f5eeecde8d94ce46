using System.Net;
using QSslCore.Tests.Sockets;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Server;

/// <summary>Servers that are awaited.</summary>
public sealed class ServerAsyncTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_of_several_callers_gets_a_connection()
    {
        await using QTcpServer server = Listening(new QTcpServer());
        Task<QTcpSocket>[] calls = [.. Enumerable.Range(0, 3).Select(_ => server.AcceptAsync(Stop))];
        Assert.All(calls, call => Assert.False(call.IsCompleted));
        List<QTcpSocket> clients = [];
        foreach (Task<QTcpSocket> _ in calls)
        {
            clients.Add(new());
            await clients[^1].ConnectToHostAsync("127.0.0.1", server.ServerPort, Stop);
        }
        QTcpSocket[] accepted = await Task.WhenAll(calls).WaitAsync(s_limit, Stop);
        Assert.Equal(clients.Select(c => c.LocalPort).Order(), accepted.Select(a => a.PeerPort).Order());
        foreach (QTcpSocket socket in clients.Concat(accepted))
            socket.Dispose();
    }

    [Fact]
    public async Task A_tls_server_gives_encrypted_sockets()
    {
        await using QSslServer server = new();
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        (configuration.LocalCertificateChain, configuration.PrivateKey) = (TestPki.Server.Chain, TestPki.Server.Key);
        server.SslConfiguration = configuration;
        Listening(server);
        using QSslSocket client = new() { PeerVerifyName = TestPki.ServerName };
        QSslConfiguration trusting = client.SslConfiguration;
        trusting.CaCertificates = [TestPki.Root.Certificate];
        client.SslConfiguration = trusting;
        Task connecting = client.ConnectToHostEncryptedAsync("127.0.0.1", server.ServerPort, Stop);
        using QSslSocket accepted = await server.AcceptAsync(Stop).WaitAsync(s_limit, Stop);
        await connecting.WaitAsync(s_limit, Stop);
        Assert.True(accepted.IsEncrypted);
        Assert.Equal(client.LocalPort, accepted.PeerPort);
    }

    [Fact]
    public async Task A_cancelled_wait_loses_no_connection()
    {
        await using QTcpServer server = Listening(new QTcpServer());
        using CancellationTokenSource source = new();
        Task<QTcpSocket> waiting = server.AcceptAsync(source.Token);
        await source.CancelAsync();
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(s_limit, Stop));
        Assert.Equal(source.Token, e.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.WaitForNewConnectionAsync(source.Token));
        Assert.True(server.IsListening);
        using QTcpSocket client = new();
        await client.ConnectToHostAsync("127.0.0.1", server.ServerPort, Stop);
        Assert.True(await server.WaitForNewConnectionAsync(Stop).WaitAsync(s_limit, Stop));
        using QTcpSocket accepted = await server.AcceptAsync(Stop);
        Assert.Equal(client.LocalPort, accepted.PeerPort);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_end_of_the_server_ends_the_wait(bool disposes)
    {
        QTcpServer server = Listening(new QTcpServer());
        Task<QTcpSocket> accepting = server.AcceptAsync(Stop);
        Task<bool> waiting = server.WaitForNewConnectionAsync(Stop);
        if (disposes)
            await server.DisposeAsync();
        else
            server.Close();
        Assert.False(await waiting.WaitAsync(s_limit, Stop));
        await Assert.ThrowsAnyAsync<Exception>(() => accepting.WaitAsync(s_limit, Stop));
        Assert.True(accepting.Exception!.InnerException is QSslSocketException { Error: QSocketError.OperationError }
            or ObjectDisposedException, $"{accepting.Exception}");
        if (disposes)
            await Assert.ThrowsAsync<ObjectDisposedException>(() => server.AcceptAsync(Stop));
        else
            await Assert.ThrowsAsync<QSslSocketException>(() => server.AcceptAsync(Stop));
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_does_not_listen_says_so()
    {
        await using QTcpServer server = new();
        Assert.False(await server.WaitForNewConnectionAsync(Stop));
        QSslSocketException e = await Assert.ThrowsAsync<QSslSocketException>(() => server.AcceptAsync(Stop));
        Assert.Contains("does not listen", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_aborts_what_was_not_taken()
    {
        QTcpServer server = Listening(new QTcpServer());
        using QTcpSocket client = new();
        await client.ConnectToHostAsync("127.0.0.1", server.ServerPort, Stop);
        Assert.True(await server.WaitForNewConnectionAsync(Stop).WaitAsync(s_limit, Stop));
        await server.DisposeAsync();
        Assert.Equal(0, await ReadToEnd(client));
        Assert.Null(server.NextPendingConnection());

        static async Task<int> ReadToEnd(QTcpSocket socket)
        {
            try
            {
                return await socket.ReadAsync(new byte[1], Stop).AsTask().WaitAsync(s_limit, Stop);
            }
            catch (QSslSocketException)
            {
                return 0;
            }
        }
    }

    private static T Listening<T>(T server)
        where T : QTcpServer
    {
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        return server;
    }
}
