using System.Net;
using System.Net.Sockets;
using QSslCore.Sockets.Native;
using QSslCore.Tests.Simulation;
using QSslCore.Tests.Sockets;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Server;

/// <summary>QTcpServer by itself: what it says of itself, its limits, pauses and end.</summary>
public sealed class TcpServerTests
{
    [Fact]
    public void It_says_where_it_listens_and_nothing_once_it_is_closed()
    {
        using QTcpServer server = new();
        Assert.Equal((false, 0, null), (server.IsListening, server.ServerPort, server.ServerAddress));
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        int port = server.ServerPort;
        Assert.True(server.IsListening && port > 0);
        Assert.Equal(IPAddress.Loopback, server.ServerAddress);
        using QTcpSocket client = new();
        client.ConnectToHost("127.0.0.1", port);
        Assert.True(client.WaitForConnected(5000), client.ErrorString);
        Assert.True(server.WaitForNewConnection(5000));

        server.Close();
        Assert.Equal((false, 0, null), (server.IsListening, server.ServerPort, server.ServerAddress));
        Assert.Null(server.NextPendingConnection());
        // What nobody took is ended, and nobody else gets in.
        Assert.True(client.WaitForDisconnected(5000));
        client.ConnectToHost("127.0.0.1", port);
        Assert.False(client.WaitForConnected(5000));
        Assert.Equal(QSocketError.ConnectionRefusedError, client.Error);
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
    }

    /// <summary>A script block runs on the thread of its session, and the loop must not wait for that.</summary>
    [Fact]
    public void A_handler_that_is_bound_to_a_thread_ends_accepting_in_the_background_with_a_warning()
    {
        using BoundScope bound = new();
        using Warnings warnings = new();
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        server.NewConnection += (_, _) => { };
        server.AcceptInBackground();
        Assert.Empty(warnings.Take());
        server.NewConnection += bound.Bind((_, _) => { });
        string warning = Assert.Single(warnings.Take());
        Assert.Contains("clients are accepted no more in the background", warning, StringComparison.Ordinal);
        Assert.Contains("Receive-SslConnection", warning, StringComparison.Ordinal);
        // They still are in a wait.
        using QTcpSocket client = new();
        client.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.True(client.WaitForConnected(10_000), client.ErrorString);
        Assert.True(server.WaitForNewConnection(10_000));
    }

    /// <summary>As a child has one between its start and its program, whoever starts it.</summary>
    [Fact]
    public void A_copy_of_its_descriptor_lets_nobody_in_once_it_is_closed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(),
            "elsewhere descriptors are copied in other ways, or a socket that listens is not shut down");
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        int port = server.ServerPort;
        using SafeSocketHandle copy = new(SystemSockets.Copy(server.SocketDescriptor), ownsHandle: true);
        server.Close();
        using QTcpSocket client = new();
        client.ConnectToHost("127.0.0.1", port);
        Assert.False(client.WaitForConnected(5000));
        Assert.Equal(QSocketError.ConnectionRefusedError, client.Error);
        Assert.True(server.Listen(IPAddress.Loopback, port), server.ErrorString);
    }

    [Fact]
    public void A_listening_socket_that_was_adopted_stays_open_for_those_who_share_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere descriptors are copied in other ways");
        using Socket shared = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        shared.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        shared.Listen();
        using QTcpServer server = new();
        Assert.True(server.SetSocketDescriptor(SystemSockets.Copy(shared.Handle)), server.ErrorString);
        int port = server.ServerPort;
        server.Close();
        using QTcpSocket client = new();
        client.ConnectToHost("127.0.0.1", port);
        Assert.True(client.WaitForConnected(5000), client.ErrorString);
    }

    [Fact]
    public void Limits_are_Qts_unless_set()
    {
        using QTcpServer server = new();
        Assert.Equal((30, 50), (server.MaxPendingConnections, server.ListenBacklogSize));
        (server.MaxPendingConnections, server.ListenBacklogSize) = (3, 7);
        Assert.Equal((3, 7), (server.MaxPendingConnections, server.ListenBacklogSize));
    }

    [Fact]
    public void No_more_than_the_limit_wait_here_and_one_that_is_taken_makes_room()
    {
        using QTcpServer server = new() { MaxPendingConnections = 2 };
        int came = 0;
        server.NewConnection += (_, _) => Interlocked.Increment(ref came);
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        List<QTcpSocket> sockets = [];
        for (int i = 0; i < 4; i++)
        {
            QTcpSocket client = new();
            sockets.Add(client);
            client.ConnectToHost("127.0.0.1", server.ServerPort);
            Assert.True(client.WaitForConnected(5000), client.ErrorString);
        }
        for (int taken = 0; taken < 3; taken++)
        {
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref came) == Math.Min(taken + 2, 4), 5000));
            // Every wait is a chance to accept more.
            for (int i = 0; i < 5; i++)
                Assert.True(server.WaitForNewConnection(0));
            Assert.Equal(Math.Min(taken + 2, 4), came);
            sockets.Add(server.NextPendingConnection()!);
        }
        sockets.ForEach(s => s.Dispose());
    }

    [Fact]
    public void While_it_pauses_clients_wait_and_are_taken_afterwards()
    {
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        server.PauseAccepting();
        using QTcpSocket client = new();
        client.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.True(client.WaitForConnected(5000), client.ErrorString);
        Assert.False(server.WaitForNewConnection(50));
        server.ResumeAccepting();
        Assert.True(server.WaitForNewConnection(5000));
        using QTcpSocket? taken = server.NextPendingConnection();
        Assert.NotNull(taken);
    }

    [Fact]
    public void A_connection_is_told_when_it_came_and_when_it_can_be_taken()
    {
        using SimulatedNetwork network = new(1);
        using QTcpServer server = new(network);
        List<string> told = [];
        server.NewConnection += (_, _) => told.Add($"newConnection {server.HasPendingConnections}");
        server.PendingConnectionAvailable += (_, _) => told.Add($"pendingConnectionAvailable {server.HasPendingConnections}");
        Assert.True(server.Listen(IPAddress.Loopback, 700));
        using QTcpSocket client = new(network);
        client.Connected += (_, _) => { };
        client.ConnectToHost("127.0.0.1", 700);
        network.RunLoop(() => told.Count == 2);
        Assert.Equal(["pendingConnectionAvailable True", "newConnection True"], told);
    }

    [Fact]
    public void A_system_that_cannot_accept_is_told_and_asked_again()
    {
        using SimulatedNetwork network = new(1);
        using QTcpServer server = new(network);
        List<QSocketError> told = [];
        server.AcceptError += (_, e) => told.Add(e.SocketError);
        bool came = false;
        server.NewConnection += (_, _) => came = true;
        Assert.True(server.Listen(IPAddress.Loopback, 700));
        network.AcceptErrors.Enqueue(SocketError.TooManyOpenSockets);
        network.RunLoop(() => told.Count == 1);
        Assert.Equal([QSocketError.SocketResourceError], told);
        Assert.Equal(QSocketError.SocketResourceError, server.ServerError);
        Assert.NotEmpty(server.ErrorString);
        using QTcpSocket client = new(network);
        client.Connected += (_, _) => { };
        client.ConnectToHost("127.0.0.1", 700);
        network.RunLoop(() => came);
        Assert.True(came && server.IsListening);
    }

    /// <summary>Without a pause, a network that is down on Windows would keep the loop busy, and no one would hear of it.</summary>
    [Theory]
    [InlineData(SocketError.ConnectionReset, true, true)]
    [InlineData(SocketError.WouldBlock, true, true)]
    [InlineData(SocketError.NetworkDown, true, false)]
    [InlineData(SocketError.HostUnreachable, true, false)]
    [InlineData(SocketError.TooManyOpenSockets, false, false)]
    public void An_error_of_this_machine_is_not_taken_for_one_of_a_client(SocketError error, bool onLinux, bool elsewhere)
    {
        Assert.Equal(onLinux, SocketListener.IsOfClient(error, isLinux: true));
        Assert.Equal(elsewhere, SocketListener.IsOfClient(error, isLinux: false));
    }
}
