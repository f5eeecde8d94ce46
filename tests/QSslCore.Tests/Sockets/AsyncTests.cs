using System.Net;
using QSslCore.Sockets;
using QSslCore.Tests.Simulation;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Sockets;

/// <summary>The awaited forms stand on the same strand and end in the same ways.</summary>
public sealed class AsyncTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Data_flows_through_awaited_calls_and_streams()
    {
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        using QTcpSocket client = new();
        await client.ConnectToHostAsync("127.0.0.1", server.ServerPort).WaitAsync(TimeSpan.FromSeconds(5));
        Assert.True(server.WaitForNewConnection(5000));
        using QTcpSocket peer = server.NextPendingConnection()!;
        byte[] data = new byte[1_000_000];
        Random.Shared.NextBytes(data);
        Task write = client.WriteAsync(data).AsTask();
        byte[] received = new byte[data.Length];
        Stream stream = peer.AsStream();
        await stream.ReadExactlyAsync(received).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        await write.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(data, received);
        await client.DisconnectFromHostAsync().WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(0, await stream.ReadAsync(received).AsTask().WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_cancelled_read_loses_nothing()
    {
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        using QTcpSocket client = new();
        await client.ConnectToHostAsync("127.0.0.1", server.ServerPort).WaitAsync(TimeSpan.FromSeconds(5));
        Assert.True(server.WaitForNewConnection(5000));
        using QTcpSocket peer = server.NextPendingConnection()!;
        using CancellationTokenSource source = new();
        byte[] one = new byte[1];
        Task<int> read = client.ReadAsync(one, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.WaitAsync(TimeSpan.FromSeconds(5)));
        peer.Write("x"u8);
        peer.Flush();
        Assert.Equal(1, await client.ReadAsync(one).AsTask().WaitAsync(TimeSpan.FromSeconds(5)));
    }

    /// <summary>What one awaits with is used again by the next: a cancellation that comes too late for the one must not end the
    /// other.</summary>
    [Fact]
    public async Task A_cancellation_that_comes_with_the_data_ends_no_later_read()
    {
        using PlainPair pair = new();
        byte[] one = new byte[1];
        for (int i = 0; i < 500; i++)
        {
            using CancellationTokenSource source = new();
            Task<int> read = pair.Socket.ReadAsync(one, source.Token).AsTask();
            Task cancel = Task.Run(source.Cancel);
            pair.Peer.Write("x"u8);
            pair.Peer.Flush();
            int taken = 0;
            try
            {
                taken = await read.WaitAsync(s_limit);
            }
            catch (OperationCanceledException)
            {
                // Then it is there for the next one.
            }
            if (taken == 0)
                Assert.Equal(1, await pair.Socket.ReadAsync(one).AsTask().WaitAsync(s_limit));
            Task<int> next = pair.Socket.ReadAsync(one).AsTask();
            await cancel.WaitAsync(s_limit);
            pair.Peer.Write("y"u8);
            pair.Peer.Flush();
            Assert.Equal(1, await next.WaitAsync(s_limit));
            Assert.Equal((byte)'y', one[0]);
        }
    }

    /// <summary>As when the one who started it is put aside by the system meanwhile, and the event loop is not.</summary>
    [Theory, InlineData("plain", true), InlineData("encrypted", true), InlineData("encrypted", false)]
    public async Task What_was_reached_and_ended_before_it_could_be_awaited_was_reached(string kind, bool trusted)
    {
        using TlsServer server = new(TestPki.Server);
        Task peer = Task.Run(() =>
        {
            using QSslSocket accepted = server.Accept();
            if (kind == "encrypted" && accepted.WaitForEncrypted(5000))
                accepted.DisconnectFromHost();
        });
        using QSslSocket client = new() { PeerVerifyName = TestPki.ServerName };
        QSslConfiguration configuration = client.SslConfiguration;
        configuration.CaCertificates = trusted ? [TestPki.Root.Certificate] : [];
        // Tickets are told of only where sessions are kept.
        configuration.SetSslOption(SslOption.DisableSessionPersistence, false);
        client.SslConfiguration = configuration;
        client.StateChanged += (_, e) =>
        {
            if (e.SocketState == SocketState.HostLookupState)
                Assert.True(client.WaitForDisconnected(5000));
        };
        Task connect = kind == "plain"
            ? client.ConnectToHostAsync("127.0.0.1", server.ServerPort)
            : client.ConnectToHostEncryptedAsync("127.0.0.1", server.ServerPort);
        Assert.Equal(SocketState.UnconnectedState, client.State);
        if (trusted)
            await connect.WaitAsync(s_limit);
        else
            Assert.NotEmpty((await Assert.ThrowsAsync<QSslSocketException>(() => connect.WaitAsync(s_limit))).Errors);
        Assert.False(client.WaitForConnected(0) || client.WaitForEncrypted(0) || client.IsEncrypted);
        if (kind == "plain" || !trusted)
            await Assert.ThrowsAsync<QSslSocketException>(() => client.WaitForEncryptedAsync().WaitAsync(s_limit));
        else
            await client.WaitForEncryptedAsync().WaitAsync(s_limit);
        // The tickets came before the end: that the server took the client is known, too.
        bool confirmed = await client.DriveAsync(SocketGoal.Confirmed, CancellationToken.None).AsTask()
            .WaitAsync(s_limit) == DriveResult.Satisfied;
        Assert.Equal(kind == "encrypted" && trusted, confirmed);
        await peer.WaitAsync(s_limit);
    }

    [Fact]
    public async Task A_failed_connection_throws_with_its_facts()
    {
        using SimulatedNetwork network = new(1);
        using QTcpSocket socket = new(network);
        Task connect = socket.ConnectToHostAsync("nowhere.test", 5);
        network.RunLoop(() => connect.IsCompleted);
        QSslSocketException e = await Assert.ThrowsAsync<QSslSocketException>(() => connect.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal(QSocketError.HostNotFoundError, e.Error);
        Assert.Equal("nowhere.test:5", e.Target);
    }

    /// <summary>What stands is another connection than the one that was asked for: it is not told as that, and it stays.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public async Task A_socket_in_use_makes_no_second_connection(bool encrypted)
    {
        using EncryptedPair pair = new();
        QSslSocketException e = await Assert.ThrowsAsync<QSslSocketException>(() => encrypted
            ? pair.Client.ConnectToHostEncryptedAsync("other.test", 443).WaitAsync(s_limit)
            : pair.Client.ConnectToHostAsync("other.test", 443).WaitAsync(s_limit));
        Assert.Equal(QSocketError.OperationError, e.Error);
        Assert.Contains("in use", e.Message, StringComparison.Ordinal);
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            pair.Client.ConnectToHostEncryptedAsync("other.test", 443, cancelled.Token));
        Assert.True(pair.Client.IsEncrypted);
        pair.Server.Write("still here");
        Assert.True(pair.Server.WaitForBytesWritten(5000) && pair.Client.WaitForReadyRead(5000));
    }

    [Fact]
    public async Task What_is_cancelled_before_it_begins_does_nothing()
    {
        using PlainPair pair = new();
        CancellationToken cancelled = new(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pair.Socket.WriteAsync("abc"u8.ToArray(), cancelled).AsTask());
        Assert.Equal(0, pair.Socket.BytesToWrite);
        pair.Arrive("xyz");
        byte[] three = new byte[3];
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pair.Socket.ReadAsync(three, cancelled).AsTask());
        Assert.Equal(3, await pair.Socket.ReadAsync(three).AsTask().WaitAsync(s_limit));
        using QTcpSocket socket = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => socket.ConnectToHostAsync("127.0.0.1", 1, cancelled));
        Assert.False(socket.IsOpen);
    }

    /// <summary>0 is the peer's word that there is no more: an end on this side may have cut the data short.</summary>
    [Theory]
    [InlineData("Abort", "on this side")]
    [InlineData("Close", "on this side")]
    [InlineData("DisconnectFromHost", "on this side")]
    [InlineData("Dispose", "disposed of")]
    public async Task A_read_that_is_ended_here_is_no_good_end(string end, string words)
    {
        using PlainPair pair = new();
        Assert.False(pair.Socket.WaitForReadyRead(0));
        Task<int> read = pair.Socket.ReadAsync(new byte[1]).AsTask();
        StormTests.End(pair.Socket, end);
        QSslSocketException e = await Assert.ThrowsAsync<QSslSocketException>(() => read.WaitAsync(s_limit));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Exception again = await Assert.ThrowsAnyAsync<Exception>(() => pair.Socket.WriteAsync(new byte[1]).AsTask().WaitAsync(s_limit));
        if (end == "Dispose")
            Assert.IsType<ObjectDisposedException>(again);
        else
            Assert.Contains(words, Assert.IsType<QSslSocketException>(again).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_device_is_not_open_for_is_refused_in_words()
    {
        using QTcpSocket never = new();
        QSslSocketException e = await Assert.ThrowsAsync<QSslSocketException>(() =>
            never.ReadAsync(new byte[1]).AsTask().WaitAsync(s_limit));
        Assert.Contains("not connected", e.Message, StringComparison.Ordinal);
        e = await Assert.ThrowsAsync<QSslSocketException>(() => never.WriteAsync(new byte[1]).AsTask().WaitAsync(s_limit));
        Assert.Contains("not connected", e.Message, StringComparison.Ordinal);
        using PlainPair writer = new(OpenMode.WriteOnly);
        writer.Peer.Write("never read");
        writer.Peer.Flush();
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.Socket.ReadAsync(new byte[1]).AsTask().WaitAsync(s_limit));
        using PlainPair reader = new(OpenMode.ReadOnly);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Socket.WriteAsync(new byte[1]).AsTask().WaitAsync(s_limit));
    }

    [Fact]
    public async Task A_handler_that_throws_while_it_is_disposed_of_asynchronously_leaves_nothing_open()
    {
        using PlainPair pair = new();
        pair.Socket.StateChanged += (_, _) => throw new TimeZoneNotFoundException();
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => pair.Socket.DisposeAsync().AsTask().WaitAsync(s_limit));
        Assert.Equal((SocketState.UnconnectedState, -1), (pair.Socket.State, pair.Socket.SocketDescriptor));
        Assert.Throws<ObjectDisposedException>(() => pair.Socket.ConnectToHost("127.0.0.1", 1));
    }

    [Fact]
    public async Task A_bound_listener_forbids_them_in_words()
    {
        using BoundScope bound = new();
        using QTcpSocket socket = new();
        socket.ReadyRead += bound.Bind((_, _) => { });
        await Assert.ThrowsAsync<InvalidOperationException>(() => socket.ConnectToHostAsync("127.0.0.1", 1));
    }

    [Fact]
    public async Task What_goes_on_after_an_await_may_block_and_nobody_else_waits_for_it()
    {
        // More of them than the loop lets block its threads.
        PlainPair[] pairs = [.. Enumerable.Range(0, 20).Select(_ => new PlainPair())];
        using ManualResetEventSlim released = new();
        using PlainPair other = new();
        Task<int> read = other.Socket.ReadAsync(new byte[1]).AsTask();
        Task[] blocked = [.. pairs.Select(Block)];
        Array.ForEach(pairs, p => Send(p));
        Send(other);
        Assert.Equal(1, await read.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.DoesNotContain(blocked, t => t.IsCompleted);
        released.Set();
        await Task.WhenAll(blocked).WaitAsync(TimeSpan.FromSeconds(30));
        Array.ForEach(pairs, p => p.Dispose());

        async Task Block(PlainPair pair)
        {
            Assert.Equal(1, await pair.Socket.ReadAsync(new byte[1]).ConfigureAwait(false));
            released.Wait();
        }

        static void Send(PlainPair pair)
        {
            pair.Peer.Write("x");
            pair.Peer.Flush();
        }
    }
}
