using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using QSslCore.Sockets;
using QSslCore.Sockets.Native;

namespace QSslCore.Tests.Sockets;

/// <summary>Plain sockets over the real loopback, on each means of readiness that this system has.</summary>
public sealed class LoopbackTests
{
    private static readonly Dictionary<string, SystemNetwork> s_networks = new()
    {
        ["epoll"] = new(() => new EpollReactor()),
        ["select"] = new(() => new SelectReactor()),
    };

    public static TheoryData<string> Reactors => OperatingSystem.IsLinux() ? ["epoll", "select"] : ["select"];

    /// <summary>Longer than select can be asked to wait: 2^31 microseconds are 36 minutes.</summary>
    [Theory, MemberData(nameof(Reactors))]
    public void A_wait_may_be_one_of_hours(string reactor)
    {
        const int Hours = 3 * 3600 * 1000;
        using Ends ends = new(s_networks[reactor]);
        ends.Server.Write("x"u8);
        ends.Server.Flush();
        Assert.True(ends.Client.WaitForReadyRead(Hours));
        LoopCall call = new();
        Reactor loop = s_networks[reactor].Reactor;
        loop.Arm(call, Interest.Outside(Deadline.After(loop.Time, Hours)));
        loop.Post(call);
        Assert.True(call.Came.Wait(5000));
        loop.Disarm(call);
    }

    [Theory, MemberData(nameof(Reactors))]
    public void Waits_move_data_both_ways(string reactor)
    {
        using Ends ends = new(s_networks[reactor]);
        byte[] data = new byte[3_000_000];
        Random.Shared.NextBytes(data);
        ends.Client.Write(data);
        ends.Client.DisconnectFromHost();
        byte[] received = new byte[data.Length];
        int at = 0;
        while (at < received.Length)
        {
            ends.Client.Drive(SocketGoal.Disconnected, 0);
            Assert.True(ends.Server.WaitForReadyRead(5000) || ends.Server.BytesAvailable > 0, ends.Server.ErrorString);
            at += (int)ends.Server.Read(received.AsSpan(at));
        }
        Assert.Equal(data, received);
        Assert.True(ends.Server.State == SocketState.UnconnectedState || ends.Server.WaitForDisconnected(5000));
        Assert.Equal(QSocketError.RemoteHostClosedError, ends.Server.Error);
        Assert.True(ends.Client.State == SocketState.UnconnectedState || ends.Client.WaitForDisconnected(5000));
    }

    /// <summary>Nobody ever blocks here, so only the wait itself can find out that more has come.</summary>
    [Theory, MemberData(nameof(Reactors))]
    public void A_wait_without_time_finds_what_has_come(string reactor)
    {
        using Ends ends = new(s_networks[reactor]);
        for (int i = 0; i < 3; i++)
        {
            ends.Client.Write("x"u8);
            ends.Client.Flush();
            Assert.True(SpinWait.SpinUntil(() => ends.Server.WaitForReadyRead(0), 5000), $"message {i}");
            Assert.Equal("x"u8, ends.Server.ReadAll());
        }
    }

    [Theory, MemberData(nameof(Reactors))]
    public void The_loop_drives_listeners(string reactor)
    {
        using Ends ends = new(s_networks[reactor]);
        using ManualResetEventSlim done = new();
        long received = 0;
        ends.Server.ReadyRead += (_, _) => ends.Server.Write(ends.Server.ReadAll());
        ends.Client.ReadyRead += (_, _) =>
        {
            if (Interlocked.Add(ref received, ends.Client.ReadAll().Length) == 1_000_000)
                done.Set();
        };
        ends.Client.Write(new byte[1_000_000]);
        Assert.True(done.Wait(10_000), $"{received} bytes came back");
    }

    [Theory, MemberData(nameof(Reactors))]
    public void A_slow_handler_does_not_stop_the_loop_for_others(string reactor)
    {
        using Ends slow = new(s_networks[reactor]);
        using Ends quick = new(s_networks[reactor]);
        using ManualResetEventSlim release = new();
        using ManualResetEventSlim entered = new();
        using ManualResetEventSlim heard = new();
        slow.Server.ReadyRead += (_, _) =>
        {
            entered.Set();
            release.Wait(10_000);
        };
        slow.Client.Write("x"u8);
        slow.Client.Flush();
        Assert.True(entered.Wait(5000));
        quick.Server.ReadyRead += (_, _) => heard.Set();
        quick.Client.Write("x"u8);
        quick.Client.Flush();
        Assert.True(heard.Wait(5000));
        release.Set();
    }

    /// <summary>A full buffer waits for its reader: what the network says meanwhile is no news, and must not be told again and
    /// again.</summary>
    [Theory, MemberData(nameof(Reactors))]
    public void Who_waits_for_neither_direction_is_not_bothered_by_a_reset(string reactor)
    {
        SystemNetwork network = s_networks[reactor];
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Socket client = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndpoint);
        Socket peer = listener.AcceptSocket();
        using ISocketTransport transport = network.Adopt(client);
        FullMachine machine = new(transport);
        Strand strand = new(machine, network.Reactor);
        strand.ListenersChanged(1, 0);
        peer.LingerState = new(true, 0);
        peer.Close();
        for (int i = 0; i < 20; i++)
        {
            using Ends other = new(network);
            using ManualResetEventSlim served = new();
            other.Server.ReadyRead += (_, _) => served.Set();
            other.Client.Write("x"u8);
            other.Client.Flush();
            Assert.True(served.Wait(5000));
        }
        Assert.InRange(machine.Steps, 0, 5);
        strand.ListenersChanged(-1, 0);
    }

    [Theory, MemberData(nameof(Reactors))]
    public async Task Abort_ends_another_threads_endless_wait(string reactor)
    {
        using Ends ends = new(s_networks[reactor]);
        using ManualResetEventSlim started = new();
        Task<bool> wait = Task.Factory.StartNew(
            () =>
            {
                bool first = true;
                return ends.Client.Drive(SocketGoal.ReadyRead, -1, () =>
                {
                    if (first)
                        started.Set();
                    first = false;
                }) == DriveResult.Satisfied;
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(started.Wait(5000));
        ends.Client.Dispose();
        Assert.False(await wait.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal(SocketState.UnconnectedState, ends.Client.State);
    }

    [Theory, MemberData(nameof(Reactors))]
    public void A_closed_port_is_refused_at_once(string reactor)
    {
        using QTcpSocket socket = new(s_networks[reactor]);
        socket.ConnectToHost("127.0.0.1", FreePort());
        Assert.False(socket.WaitForConnected(5000));
        Assert.Equal(QSocketError.ConnectionRefusedError, socket.Error);
    }

    [Fact]
    public void Localhost_is_looked_up_and_a_nonsense_name_is_not_found()
    {
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        using QTcpSocket socket = new();
        socket.ConnectToHost("localhost", server.ServerPort);
        Assert.True(socket.WaitForConnected(5000), socket.ErrorString);
        Assert.Equal(IPAddress.Loopback, socket.PeerAddress);
        Assert.Equal(server.ServerPort, socket.PeerPort);
        Assert.NotEqual(0, socket.LocalPort);
        socket.Abort();
        socket.ConnectToHost("no-such-host.invalid", 1);
        Assert.False(socket.WaitForConnected(10_000));
        Assert.Equal(QSocketError.HostNotFoundError, socket.Error);
    }

    [Fact]
    public void A_server_keeps_its_limit_and_reports_an_address_in_use()
    {
        using QTcpServer server = new() { MaxPendingConnections = 2 };
        Assert.True(server.Listen(IPAddress.Loopback));
        Assert.False(server.Listen(IPAddress.Loopback));
        using QTcpServer second = new();
        Assert.False(second.Listen(IPAddress.Loopback, server.ServerPort));
        Assert.Equal(QSocketError.AddressInUseError, second.ServerError);
        List<QTcpSocket> clients = [];
        for (int i = 0; i < 4; i++)
        {
            QTcpSocket client = new();
            client.ConnectToHost("127.0.0.1", server.ServerPort);
            Assert.True(client.WaitForConnected(5000));
            clients.Add(client);
        }
        int taken = 0;
        while (server.WaitForNewConnection(taken < 4 ? 5000 : 0))
        {
            using QTcpSocket? next = server.NextPendingConnection();
            Assert.NotNull(next);
            taken++;
        }
        Assert.Equal(4, taken);
        clients.ForEach(c => c.Dispose());
        Assert.False(server.WaitForNewConnection(0, out bool timedOut));
        Assert.True(timedOut);
    }

    [Fact]
    public void An_invalid_descriptor_is_refused_and_left_alone()
    {
        using QTcpSocket socket = new();
        Assert.False(socket.SetSocketDescriptor(-1));
        Assert.Equal(QSocketError.UnsupportedSocketOperationError, socket.Error);

        string path = Path.GetTempFileName();
        using (FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose))
        {
            Assert.False(socket.SetSocketDescriptor(file.SafeFileHandle.DangerousGetHandle()));
            Assert.Equal(QSocketError.UnsupportedSocketOperationError, socket.Error);
            file.WriteByte(1);
            file.Flush();
        }

        using Socket unconnected = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        Assert.False(socket.SetSocketDescriptor(unconnected.Handle));
        Assert.Equal(0, unconnected.Available);
    }

    [Fact]
    public void Abandoned_sockets_are_collected()
    {
        using QTcpServer server = new() { MaxPendingConnections = 200 };
        Assert.True(server.Listen(IPAddress.Loopback));
        List<WeakReference> abandoned = Abandon(server);
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return abandoned.All(a => !a.IsAlive);
            },
            10_000));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Abandon(QTcpServer server)
    {
        List<WeakReference> sockets = [];
        for (int i = 0; i < 100; i++)
        {
            QTcpSocket socket = new();
            socket.ConnectToHost("127.0.0.1", server.ServerPort);
            Assert.True(socket.WaitForConnected(5000));
            if (i % 2 == 0)
            {
                EventHandler<SignalEventArgs> handler = (_, _) => { };
                socket.ReadyRead += handler;
                socket.ReadyRead -= handler;
            }
            Assert.True(server.WaitForNewConnection(5000));
            sockets.Add(new(socket));
            sockets.Add(new(server.NextPendingConnection()));
        }
        return sockets;
    }

    private static int FreePort()
    {
        using Socket probe = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private sealed class FullMachine(ISocketTransport transport) : IStrandMachine
    {
        private int _steps;

        public int Steps => Volatile.Read(ref _steps);

        public int Generation => 0;

        public Interest Interest => Interest.In(transport, read: false, write: false);

        public Interest PendingFlush => Interest.Never;

        public bool Step()
        {
            Interlocked.Increment(ref _steps);
            return false;
        }

        public void FlushPending()
        {
        }

        public void HandlerFailed(Exception exception) => throw exception;
    }

    private sealed class Ends : IDisposable
    {
        public Ends(SystemNetwork network)
        {
            using QTcpServer server = new(network);
            Assert.True(server.Listen(IPAddress.Loopback));
            Client = new(network);
            Client.ConnectToHost("127.0.0.1", server.ServerPort);
            Assert.True(Client.WaitForConnected(5000), Client.ErrorString);
            Assert.True(server.WaitForNewConnection(5000));
            Server = server.NextPendingConnection()!;
        }

        public QTcpSocket Client { get; }

        public QTcpSocket Server { get; }

        public void Dispose()
        {
            Client.Dispose();
            Server.Dispose();
        }
    }

    private sealed class LoopCall : ILoopClient
    {
        public ManualResetEventSlim Came { get; } = new();

        public LoopRegistration? Registration { get; set; }

        public void OnReady() => Came.Set();
    }
}
