using System.Net;
using System.Net.Sockets;
using System.Text;
using QSslCore.Sockets;
using QSslCore.Tests.Simulation;

namespace QSslCore.Tests.Sockets;

/// <summary>The state table of the strand: who drives, who may take over, which signals wait for whom.</summary>
public sealed class StrandTests
{
    private static readonly IPAddress s_host = IPAddress.Parse("192.0.2.1");

    internal static SimulatedNetwork Network(int seed = 1, bool chops = false)
    {
        SimulatedNetwork network = new(seed, chops);
        network.AddName("host.test", s_host);
        return network;
    }

    /// <summary>A connected plain socket and the other end of its connection.</summary>
    internal static (QTcpSocket Socket, SimulatedTransport Peer) Connected(SimulatedNetwork network)
    {
        (SimulatedTransport client, SimulatedTransport server) = network.MakePair();
        QTcpSocket socket = new(network);
        Assert.True(socket.SetSocketDescriptor(network.Register(client)));
        return (socket, server);
    }

    [Fact]
    public void Nothing_moves_while_nobody_drives()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, SimulatedTransport peer) = Connected(network);
        peer.TryWrite("hello"u8);
        socket.Write("mine"u8);
        Assert.False(network.RunLoop(() => socket.BytesAvailable > 0, 5000));
        Assert.Equal(0, peer.Incoming!.Total);
        Assert.True(socket.WaitForReadyRead());
        Assert.Equal("hello"u8.ToArray(), socket.ReadAll());
    }

    [Fact]
    public void A_waiting_thread_raises_the_events_on_itself_in_order()
    {
        using SimulatedNetwork network = Network();
        QTcpServer server = new(network);
        Assert.True(server.Listen(IPAddress.Loopback, 7));
        network.AddName("me.test", IPAddress.Loopback);
        QTcpSocket socket = new(network);
        List<string> seen = [];
        List<int> threads = [];
        List<long> sequences = [];
        void Note(string what, SignalEventArgs e)
        {
            seen.Add(what);
            threads.Add(Environment.CurrentManagedThreadId);
            sequences.Add(e.Sequence);
        }
        socket.StateChanged += (_, e) => Note(e.SocketState.ToString(), e);
        socket.HostFound += (_, e) => Note("HostFound", e);
        socket.Connected += (_, e) => Note("Connected", e);
        socket.ConnectToHost("me.test", 7);
        Assert.True(socket.WaitForConnected());
        Assert.Equal(["HostLookupState", "ConnectingState", "HostFound", "ConnectedState", "Connected"], seen);
        Assert.All(threads, t => Assert.Equal(Environment.CurrentManagedThreadId, t));
        Assert.Equal(sequences.Order(), sequences);
        Assert.Equal(sequences.Distinct(), sequences);
    }

    [Fact]
    public void The_loop_drives_while_somebody_listens_and_raises_on_its_own_thread()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, SimulatedTransport peer) = Connected(network);
        int thread = 0;
        socket.ReadyRead += (_, _) => thread = Environment.CurrentManagedThreadId;
        peer.TryWrite("hello"u8);
        Assert.True(network.RunLoop(() => socket.BytesAvailable == 5));
        Assert.NotEqual(0, thread);
        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void The_loop_stops_with_the_last_listener()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, SimulatedTransport peer) = Connected(network);
        static void Handler(object? sender, SignalEventArgs e)
        {
        }
        socket.ReadyRead += Handler;
        socket.ReadyRead -= Handler;
        peer.TryWrite("hello"u8);
        Assert.False(network.RunLoop(() => socket.BytesAvailable > 0, 5000));
    }

    [Fact]
    public void What_was_written_leaves_through_the_loop()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, SimulatedTransport peer) = Connected(network);
        long told = 0;
        socket.BytesWritten += (_, e) => told += e.Bytes;
        byte[] data = new byte[200_000];
        network.Random.NextBytes(data);
        Assert.Equal(data.Length, socket.Write(data));
        byte[] received = new byte[data.Length];
        int at = 0;
        Assert.True(network.RunLoop(() =>
        {
            at += Math.Max(0, peer.TryRead(received.AsSpan(at)).Count);
            return at == data.Length && told == data.Length;
        }));
        Assert.Equal(data, received);
    }

    [Fact]
    public void A_bound_listener_keeps_the_loop_away_and_hears_in_the_next_wait()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, SimulatedTransport peer) = Connected(network);
        using BoundScope bound = new();
        int thread = 0;
        socket.ReadyRead += bound.Bind((_, _) => thread = Environment.CurrentManagedThreadId);
        peer.TryWrite("hello"u8);
        Assert.False(network.RunLoop(() => socket.BytesAvailable > 0, 5000));
        Assert.True(socket.WaitForReadyRead());
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void Abort_from_another_thread_reaches_a_parked_waiter_and_its_events_are_raised_there()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, _) = Connected(network);
        int thread = 0;
        socket.Disconnected += (_, _) => thread = Environment.CurrentManagedThreadId;
        network.Later(500, socket.Abort);
        Assert.False(socket.WaitForReadyRead());
        Assert.Equal(SocketState.UnconnectedState, socket.State);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        Assert.InRange(network.Clock.Now.TotalMilliseconds, 500, 1000);
    }

    [Fact]
    public void A_write_from_another_thread_leaves_during_a_wait()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, SimulatedTransport peer) = Connected(network);
        network.Later(100, () => socket.Write("late"u8));
        network.Later(1000, () => peer.TryWrite("answer"u8));
        Assert.True(socket.WaitForReadyRead());
        Assert.Equal(4, peer.Incoming!.Total);
    }

    [Fact]
    public void A_second_waiting_thread_is_refused()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, _) = Connected(network);
        Exception? refused = null;
        network.Later(100, () => refused = Record.Exception(() => socket.WaitForReadyRead(10)));
        Assert.False(socket.WaitForReadyRead(1000));
        Assert.IsType<InvalidOperationException>(refused);
        Assert.Equal(SocketState.ConnectedState, socket.State);
    }

    [Fact]
    public void A_wait_that_times_out_reports_it_and_closes_nothing()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, SimulatedTransport peer) = Connected(network);
        Assert.False(socket.WaitForReadyRead(250));
        Assert.Equal(QSocketError.SocketTimeoutError, socket.Error);
        Assert.Equal(250, network.Clock.Now.TotalMilliseconds, 1.0);
        peer.TryWrite("still there"u8);
        Assert.True(socket.WaitForReadyRead());
    }

    [Fact]
    public void A_wait_reports_unread_bytes_once()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, SimulatedTransport peer) = Connected(network);
        peer.TryWrite("a"u8);
        Assert.True(socket.WaitForReadyRead());
        Assert.False(socket.WaitForReadyRead(100));
        peer.TryWrite("b"u8);
        Assert.True(socket.WaitForReadyRead());
        Assert.Equal("ab"u8.ToArray(), socket.ReadAll());
    }

    [Fact]
    public void Idle_work_runs_during_a_wait_and_may_use_the_socket()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, SimulatedTransport peer) = Connected(network);
        int calls = 0;
        DriveResult result = socket.Drive(SocketGoal.ReadyRead, 5000, () =>
        {
            if (++calls == 3)
                socket.Write("from idle"u8);
            if (calls == 6)
                peer.TryWrite("answer"u8);
        });
        Assert.Equal(DriveResult.Satisfied, result);
        Assert.Equal(9, peer.Incoming!.Total);
        Assert.InRange(calls, 6, 8);
    }

    [Fact]
    public void A_cancelled_wait_ends_at_once_and_leaves_a_usable_socket()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, SimulatedTransport peer) = Connected(network);
        using CancellationTokenSource source = new();
        network.Later(300, source.Cancel);
        Assert.Throws<OperationCanceledException>(() => socket.Drive(SocketGoal.ReadyRead, -1, null, token: source.Token));
        Assert.Equal(300, network.Clock.Now.TotalMilliseconds, 1.0);
        peer.TryWrite("x"u8);
        Assert.True(socket.WaitForReadyRead());
    }

    [Fact]
    public void An_exception_out_of_idle_work_reaches_the_caller_and_frees_the_socket()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, SimulatedTransport peer) = Connected(network);
        Assert.Throws<TimeZoneNotFoundException>(() => socket.Drive(SocketGoal.ReadyRead, -1, () => throw new TimeZoneNotFoundException()));
        peer.TryWrite("x"u8);
        Assert.True(socket.WaitForReadyRead());
    }

    [Fact]
    public void A_handler_that_throws_in_a_wait_throws_to_the_waiter()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, SimulatedTransport peer) = Connected(network);
        socket.ReadyRead += (_, _) => throw new TimeZoneNotFoundException("mine");
        network.Later(10, () => peer.TryWrite("x"u8));
        Assert.Throws<TimeZoneNotFoundException>(() => socket.WaitForReadyRead());
        Assert.Equal(SocketState.ConnectedState, socket.State);
        Assert.Equal(1, socket.BytesAvailable);
    }

    [Fact]
    public void A_handler_that_throws_in_the_loop_aborts_the_socket_which_keeps_the_exception()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, SimulatedTransport peer) = Connected(network);
        socket.ReadyRead += (_, _) => throw new TimeZoneNotFoundException("mine");
        peer.TryWrite("x"u8);
        Assert.True(network.RunLoop(() => socket.State == SocketState.UnconnectedState));
        Assert.Contains("mine", socket.ErrorString, StringComparison.Ordinal);
        Assert.Throws<TimeZoneNotFoundException>(() => socket.WaitForReadyRead(10));
        Assert.Equal(1, network.OpenTransports);
    }

    [Theory]
    [InlineData("Abort")]
    [InlineData("Close")]
    [InlineData("Dispose")]
    [InlineData("DisconnectFromHost")]
    public void A_handler_may_end_the_connection(string how)
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, SimulatedTransport peer) = Connected(network);
        List<string> seen = [];
        socket.ReadyRead += (_, _) =>
        {
            seen.Add("ready");
            StormTests.End(socket, how);
            seen.Add("returned");
        };
        socket.Disconnected += (_, _) => seen.Add("disconnected");
        network.Later(10, () => peer.TryWrite("x"u8));
        socket.WaitForDisconnected(1000);
        Assert.Equal(SocketState.UnconnectedState, socket.State);
        Assert.Equal(["ready", "disconnected", "returned"], seen);
    }

    [Fact]
    public void A_handler_may_wait_on_its_own_socket()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, SimulatedTransport peer) = Connected(network);
        List<string> lines = [];
        bool inside = false;
        socket.ReadyRead += (_, _) =>
        {
            if (inside)
                return;
            inside = true;
            lines.Add(Encoding.ASCII.GetString(socket.ReadAll()));
            network.Later(50, () => peer.TryWrite("two"u8));
            Assert.True(socket.WaitForReadyRead());
            lines.Add(Encoding.ASCII.GetString(socket.ReadAll()));
            inside = false;
        };
        network.Later(10, () => peer.TryWrite("one"u8));
        Assert.False(socket.WaitForReadyRead(200));
        Assert.Equal("one", lines[0]);
        Assert.Equal("two", lines[1]);
    }

    [Fact]
    public void Two_threads_that_connect_get_an_exception_not_corruption()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, _) = Connected(network);
        Exception? refused = null;
        network.Later(100, () => refused = Record.Exception(() => socket.ConnectToHost("host.test", 1)));
        Assert.False(socket.WaitForReadyRead(200));
        Assert.IsType<InvalidOperationException>(refused);
    }

    [Fact]
    public void Everything_is_safe_after_dispose()
    {
        using SimulatedNetwork network = Network();
        (QTcpSocket socket, _) = Connected(network);
        socket.Dispose();
        socket.Dispose();
        Assert.Equal(SocketState.UnconnectedState, socket.State);
        Assert.Equal(0, socket.BytesAvailable);
        Assert.False(socket.CanReadLine);
        Assert.Equal(-1, socket.SocketDescriptor);
        Assert.Equal(-1, socket.Write("x"));
        Assert.Empty(socket.ReadAll());
        Assert.False(socket.WaitForReadyRead(10));
        socket.Abort();
        socket.Close();
        socket.DisconnectFromHost();
        Assert.Throws<ObjectDisposedException>(() => socket.ConnectToHost("host.test", 1));
    }

    [Fact]
    public void A_resolver_that_hangs_does_not_hold_its_caller()
    {
        using SimulatedNetwork network = Network();
        network.AddHangingName("hang.test");
        QTcpSocket socket = new(network);
        socket.ConnectToHost("hang.test", 1);
        Assert.False(socket.WaitForConnected(700));
        Assert.Equal(QSocketError.SocketTimeoutError, socket.Error);
        Assert.Equal(SocketState.UnconnectedState, socket.State);
        Assert.Equal(700, network.Clock.Now.TotalMilliseconds, 1.0);
    }

    [Fact]
    public void A_dead_first_address_does_not_eat_the_callers_patience()
    {
        using SimulatedNetwork network = new(1);
        IPAddress dead = IPAddress.Parse("2001:db8::1");
        network.Refuse(dead, 9, SocketError.TimedOut);
        network.AddName("both.test", dead, IPAddress.Loopback);
        QTcpServer server = new(network);
        Assert.True(server.Listen(IPAddress.Loopback, 9));
        QTcpSocket socket = new(network);
        socket.ConnectToHost("both.test", 9);
        Assert.True(socket.WaitForConnected(10_000));
        Assert.Equal(IPAddress.Loopback, socket.PeerAddress);
    }

    [Fact]
    public void An_unknown_host_is_told_apart_from_a_closed_port()
    {
        using SimulatedNetwork network = Network();
        network.Refuse(s_host, 1, SocketError.ConnectionRefused);
        QTcpSocket socket = new(network);
        socket.ConnectToHost("nowhere.test", 1);
        Assert.False(socket.WaitForConnected());
        Assert.Equal(QSocketError.HostNotFoundError, socket.Error);
        socket.ConnectToHost("host.test", 1);
        Assert.False(socket.WaitForConnected());
        Assert.Equal(QSocketError.ConnectionRefusedError, socket.Error);
        Assert.Contains("host.test:1", socket.ErrorString, StringComparison.Ordinal);
    }
}
