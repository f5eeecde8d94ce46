using System.Net;
using QSslCore.Tests.Simulation;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Sockets;

/// <summary>The awaited forms stand on the same strand and end in the same ways.</summary>
public sealed class AsyncTests
{
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
