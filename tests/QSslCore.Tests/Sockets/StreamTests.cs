using System.Net;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Sockets;

/// <summary>A socket as a stream, and as something to be disposed of.</summary>
public sealed class StreamTests
{
    [Fact]
    public async Task Every_form_of_reading_and_writing_moves_the_same_bytes()
    {
        using PlainPair pair = new();
        Stream ours = pair.Socket.AsStream(leaveOpen: true), theirs = pair.Peer.AsStream(leaveOpen: true);
        byte[] data = [1, 2, 3, 4], read = new byte[4];
        (Func<Task> Write, Func<Task> Read)[] forms =
        [
            (() => { ours.Write(data, 0, 4); return Task.CompletedTask; }, () =>
                { theirs.ReadExactly(read, 0, 4); return Task.CompletedTask; }),
            (() => { ours.Write(data.AsSpan()); return Task.CompletedTask; }, () =>
                { theirs.ReadExactly(read.AsSpan()); return Task.CompletedTask; }),
            (() => ours.WriteAsync(data, 0, 4), () => theirs.ReadExactlyAsync(read, 0, 4).AsTask()),
            (() => ours.WriteAsync(data.AsMemory()).AsTask(), () => theirs.ReadExactlyAsync(read).AsTask()),
            (() => Task.Factory.FromAsync(ours.BeginWrite, ours.EndWrite, data, 0, 4, null), () =>
                Task.Factory.FromAsync(theirs.BeginRead, theirs.EndRead, read, 0, 4, null)),
            (() => { foreach (byte b in data) ours.WriteByte(b); return Task.CompletedTask; }, () =>
                { for (int i = 0; i < 4; i++) read[i] = (byte)theirs.ReadByte(); return Task.CompletedTask; }),
        ];
        foreach ((Func<Task> write, Func<Task> readBack) in forms)
        {
            Array.Clear(read);
            await write().WaitAsync(TimeSpan.FromSeconds(5));
            await readBack().WaitAsync(TimeSpan.FromSeconds(5));
            Assert.Equal(data, read);
        }
        await ours.FlushAsync().WaitAsync(TimeSpan.FromSeconds(5));
        Assert.True(ours.CanRead && ours.CanWrite && ours.CanTimeout && !ours.CanSeek);
        Assert.Throws<NotSupportedException>(() => ours.Length);
        Assert.Throws<NotSupportedException>(() => ours.Seek(0, SeekOrigin.Begin));
        Assert.Throws<ArgumentOutOfRangeException>(() => ours.Read(read, 3, 4));
    }

    [Fact]
    public async Task A_time_out_is_an_IOException_and_closes_nothing()
    {
        using PlainPair pair = new();
        Stream stream = pair.Socket.AsStream(leaveOpen: true);
        stream.ReadTimeout = 20;
        IOException e = Assert.Throws<IOException>(() => stream.ReadByte());
        Assert.IsType<TimeoutException>(e.InnerException);
        pair.Peer.Write("x");
        pair.Peer.Flush();
        stream.ReadTimeout = 5000;
        Assert.Equal('x', stream.ReadByte());
        stream.WriteTimeout = 20;
        Assert.Throws<IOException>(() => stream.Write(new byte[64 * 1024 * 1024]));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task The_end_is_0_and_a_reset_an_IOException()
    {
        using PlainPair orderly = new();
        Stream stream = orderly.Socket.AsStream();
        orderly.Peer.Write("last");
        orderly.Peer.DisconnectFromHost();
        byte[] buffer = new byte[10];
        Assert.Equal(4, await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal(0, await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal(0, stream.Read(buffer));
        await Assert.ThrowsAsync<IOException>(() => stream.WriteAsync(buffer).AsTask());

        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stream.Read(buffer));
        Assert.False(stream.CanRead);

        using System.Net.Sockets.TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using QTcpSocket cut = new();
        cut.ConnectToHost("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.True(cut.WaitForConnected(5000), cut.ErrorString);
        using System.Net.Sockets.Socket peer = await listener.AcceptSocketAsync();
        peer.Send("half"u8);
        Assert.True(cut.WaitForReadyRead(5000), cut.ErrorString);
        // Without lingering a system ends a connection with a reset.
        peer.LingerState = new(true, 0);
        peer.Close();
        stream = cut.AsStream(leaveOpen: true);
        Assert.Equal(4, await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(5)));
        IOException e = await Assert.ThrowsAsync<IOException>(() => stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Contains("reset", e.Message);
        Assert.Throws<IOException>(() => stream.Read(buffer));
    }

    [Fact]
    public async Task The_direction_is_the_devices()
    {
        using PlainPair writer = new(OpenMode.WriteOnly), reader = new(OpenMode.ReadOnly);
        writer.Peer.Write("never read");
        writer.Peer.Flush();
        Stream blind = writer.Socket.AsStream(leaveOpen: true), mute = reader.Socket.AsStream(leaveOpen: true);
        Assert.Equal((false, true, true, false), (blind.CanRead, blind.CanWrite, mute.CanRead, mute.CanWrite));
        byte[] one = new byte[1];
        Assert.Throws<NotSupportedException>(() => blind.Read(one));
        await Assert.ThrowsAsync<NotSupportedException>(() => blind.ReadAsync(one).AsTask().WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Throws<NotSupportedException>(() => mute.Write(one));
        await Assert.ThrowsAsync<NotSupportedException>(() => mute.WriteAsync(one).AsTask().WaitAsync(TimeSpan.FromSeconds(5)));

        using QTcpSocket never = new();
        Stream nowhere = never.AsStream();
        Assert.Contains("not connected", Assert.Throws<IOException>(() => nowhere.Read(one)).Message, StringComparison.Ordinal);
        Assert.Contains("not connected", Assert.Throws<IOException>(() => nowhere.Write(one)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => nowhere.ReadTimeout = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => nowhere.WriteTimeout = -2);
    }

    /// <summary>As with all streams, one thread may read while another one writes.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public async Task Two_threads_read_and_write_at_once(bool encrypted)
    {
        const int total = 3_000_000;
        using TrafficPair? secure = encrypted ? TrafficPair.Connect() : null;
        using PlainPair? plain = encrypted ? null : new();
        QTcpSocket near = secure is null ? plain!.Socket : secure.Client, far = secure is null ? plain!.Peer : secure.Server;
        Stream ours = near.AsStream(leaveOpen: true), theirs = far.AsStream(leaveOpen: true);
        Task[] all = [Pump(ours, write: true), Pump(ours, write: false), Pump(theirs, write: true), Pump(theirs, write: false)];
        await Task.WhenAll(all).WaitAsync(TimeSpan.FromSeconds(60));

        // A write ends although its end is driven by a reader who hears nothing, and a read has its own limit.
        ours.ReadTimeout = 60_000;
        Task<int> idle = Run(() => ours.ReadByte());
        for (int i = 0; i < 20; i++)
            await Run(() => Say(ours)).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(idle.IsCompleted);
        theirs.WriteByte(7);
        Assert.Equal(7, await idle.WaitAsync(TimeSpan.FromSeconds(10)));

        static Task Pump(Stream stream, bool write) => Run(() =>
        {
            Random random = new(1);
            byte[] expected = new byte[total], received = new byte[total];
            random.NextBytes(expected);
            for (int at = 0; at < total;)
            {
                int n = Math.Min(total - at, random.Next(1, 100_000));
                if (write)
                    stream.Write(expected, at, n);
                else
                    n = stream.Read(received, at, n);
                Assert.True(n > 0);
                at += n;
            }
            Assert.True(write || received.AsSpan().SequenceEqual(expected));
            return 0;
        });

        static int Say(Stream stream)
        {
            stream.WriteByte(1);
            return 0;
        }

        static Task<int> Run(Func<int> action) =>
            Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    [Fact]
    public async Task A_read_of_nothing_waits_until_there_is_something()
    {
        using PlainPair pair = new();
        Stream stream = pair.Socket.AsStream(leaveOpen: true);
        Task<int> any = stream.ReadAsync(Memory<byte>.Empty).AsTask();
        Assert.False(any.IsCompleted);
        pair.Peer.Write("x");
        pair.Peer.Flush();
        Assert.Equal(0, await any.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal(0, stream.Read([]));
        Assert.Equal('x', stream.ReadByte());
        any = stream.ReadAsync(Memory<byte>.Empty).AsTask();
        pair.Peer.DisconnectFromHost();
        Assert.Equal(0, await any.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal(-1, stream.ReadByte());
    }

    [Fact]
    public async Task Disposing_asynchronously_sends_what_was_written()
    {
        using PlainPair pair = new();
        byte[] data = new byte[3_000_000];
        Random.Shared.NextBytes(data);
        pair.Socket.Write(data);
        Task<byte[]> received = ReadToEnd(pair.Peer);
        await using (pair.Socket)
        {
        }
        Assert.Equal(data, await received.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(SocketState.UnconnectedState, pair.Socket.State);
        await pair.Socket.DisposeAsync();
    }

    [Fact]
    public async Task Where_the_loop_may_not_drive_disposing_asynchronously_is_disposing()
    {
        using BoundScope bound = new();
        using PlainPair pair = new();
        pair.Socket.ReadyRead += bound.Bind((_, _) => { });
        await pair.Socket.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(SocketState.UnconnectedState, pair.Socket.State);
    }

    [Fact]
    public void A_thousand_sockets_live_in_one_process()
    {
        using QTcpServer server = new() { MaxPendingConnections = 2000, ListenBacklogSize = 2000 };
        Assert.True(server.Listen(IPAddress.Loopback));
        int echoed = 0;
        using ManualResetEventSlim done = new();
        List<QTcpSocket> ends = [];
        try
        {
            for (int i = 0; i < 1000; i++)
            {
                QTcpSocket socket = new();
                ends.Add(socket);
                socket.Connected += (_, _) => socket.Write([42]);
                socket.ReadyRead += (_, _) =>
                {
                    if (socket.ReadAll() is [42] && Interlocked.Increment(ref echoed) == 1000)
                        done.Set();
                };
                socket.ConnectToHost("127.0.0.1", server.ServerPort);
            }
            for (int i = 0; i < 1000; i++)
            {
                Assert.True(server.WaitForNewConnection(10_000));
                QTcpSocket peer = server.NextPendingConnection()!;
                ends.Add(peer);
                peer.ReadyRead += (_, _) => peer.Write(peer.ReadAll());
            }
            Assert.True(done.Wait(10_000), $"{echoed} of 1000 answered");
        }
        finally
        {
            ends.ForEach(e => e.Dispose());
        }
    }

    private static async Task<byte[]> ReadToEnd(QTcpSocket socket)
    {
        using MemoryStream all = new();
        await socket.AsStream(leaveOpen: true).CopyToAsync(all);
        return all.ToArray();
    }
}
