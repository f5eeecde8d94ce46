using System.Net;
using QSslCore.Tests.Simulation;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Sockets;

/// <summary>The local end of a socket.</summary>
public sealed class BindTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::")]
    public void A_connection_is_made_from_the_bound_port(string address)
    {
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        using QTcpSocket socket = new();
        List<SocketState> states = [];
        socket.StateChanged += (_, e) => states.Add(e.SocketState);
        Assert.True(socket.Bind(IPAddress.Parse(address)), socket.ErrorString);
        Assert.Equal(SocketState.BoundState, socket.State);
        int port = socket.LocalPort;
        Assert.NotEqual(0, port);
        Assert.NotEqual(-1, socket.SocketDescriptor);
        socket.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.True(socket.WaitForConnected(5000), socket.ErrorString);
        Assert.Equal((IPAddress.Loopback, port), (socket.LocalAddress, socket.LocalPort));
        Assert.True(server.WaitForNewConnection(5000));
        using QTcpSocket peer = server.NextPendingConnection()!;
        Assert.Equal(port, peer.PeerPort);
        Assert.Equal(
            [SocketState.BoundState, SocketState.HostLookupState, SocketState.ConnectingState, SocketState.ConnectedState], states);
    }

    [Fact]
    public void A_port_alone_binds_all_addresses()
    {
        using QTcpSocket socket = new();
        Assert.True(socket.Bind());
        Assert.NotEqual(0, socket.LocalPort);
        Assert.False(socket.Bind());
        Assert.Equal(QSocketError.OperationError, socket.Error);
    }

    [Fact]
    public void What_cannot_be_bound_is_refused()
    {
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        using QTcpSocket socket = new();
        List<QSocketError> errors = [];
        socket.ErrorOccurred += (_, e) => errors.Add(e.SocketError);
        Assert.False(socket.Bind(IPAddress.Loopback, server.ServerPort, BindFlag.DontShareAddress));
        Assert.False(socket.Bind(IPAddress.Parse("192.0.2.1")));
        Assert.Equal([QSocketError.AddressInUseError, QSocketError.SocketAddressNotAvailableError], errors);
        Assert.Contains("192.0.2.1", socket.ErrorString, StringComparison.Ordinal);
        Assert.Equal(SocketState.UnconnectedState, socket.State);
    }

    [Fact]
    public void A_host_of_another_kind_than_the_bound_address_is_not_tried()
    {
        using QTcpSocket socket = new();
        Assert.True(socket.Bind(IPAddress.Loopback));
        socket.ConnectToHost("::1", 1);
        Assert.False(socket.WaitForConnected(5000));
        Assert.Equal(QSocketError.UnsupportedSocketOperationError, socket.Error);
        Assert.Contains("bound to", socket.ErrorString, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bound_socket_that_adopts_a_connection_gives_its_port_back()
    {
        using SimulatedNetwork network = new(1);
        (SimulatedTransport client, _) = network.MakePair();
        using QTcpSocket socket = new(network);
        Assert.True(socket.Bind(IPAddress.Loopback));
        Assert.Equal(3, network.OpenTransports);
        Assert.True(socket.SetSocketDescriptor(network.Register(client)), socket.ErrorString);
        Assert.Equal(2, network.OpenTransports);
    }

    [Fact]
    public void What_is_no_connection_is_not_adopted()
    {
        using System.Net.Sockets.Socket unconnected = new(
            System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        using System.Net.Sockets.Socket datagrams = new(
            System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Dgram, System.Net.Sockets.ProtocolType.Udp);
        datagrams.Connect(IPAddress.Loopback, 9);
        using QTcpSocket socket = new();
        foreach (System.Net.Sockets.Socket other in new[] { unconnected, datagrams })
        {
            Assert.False(socket.AdoptSocket(other));
            Assert.Equal((SocketState.UnconnectedState, QSocketError.UnsupportedSocketOperationError), (socket.State, socket.Error));
            Assert.Contains("connected TCP", socket.ErrorString, StringComparison.Ordinal);
            Assert.False(other.SafeHandle.IsClosed);
        }
    }

    [Theory]
    [InlineData("abort")]
    [InlineData("close")]
    [InlineData("disconnect")]
    [InlineData("dispose")]
    public void A_bound_socket_gives_its_port_back(string how)
    {
        using QTcpSocket socket = new();
        Assert.True(socket.Bind(IPAddress.Loopback));
        int port = socket.LocalPort;
        switch (how)
        {
            case "abort":
                socket.Abort();
                break;
            case "close":
                socket.Close();
                break;
            case "disconnect":
                socket.DisconnectFromHost();
                break;
            case "dispose":
                socket.Dispose();
                break;
        }
        Assert.Equal(SocketState.UnconnectedState, socket.State);
        Assert.Equal(-1, socket.SocketDescriptor);
        using QTcpSocket next = new();
        Assert.True(next.Bind(IPAddress.Loopback, port, BindFlag.DontShareAddress), next.ErrorString);
    }

    [Fact]
    public void Options_are_the_systems_once_there_is_a_socket()
    {
        using QTcpSocket socket = new();
        socket.SetSocketOption(SocketOption.KeepAliveOption, 1);
        Assert.Null(socket.SocketOption(SocketOption.KeepAliveOption));

        using PlainPair pair = new();
        Assert.Equal(1, pair.Socket.SocketOption(SocketOption.LowDelayOption));
        Assert.Equal(0, pair.Socket.SocketOption(SocketOption.KeepAliveOption));
        (SocketOption Option, int Value)[] settings =
        [
            (SocketOption.LowDelayOption, 0), (SocketOption.KeepAliveOption, 1), (SocketOption.KeepAliveIdleOption, 11),
            (SocketOption.KeepAliveIntervalOption, 12), (SocketOption.KeepAliveCountOption, 3),
        ];
        foreach ((SocketOption option, int value) in settings)
        {
            pair.Socket.SetSocketOption(option, value);
            Assert.Equal(value, pair.Socket.SocketOption(option));
        }
        pair.Socket.SetSocketOption(SocketOption.ReceiveBufferSizeSocketOption, 100_000);
        Assert.InRange(pair.Socket.SocketOption(SocketOption.ReceiveBufferSizeSocketOption)!.Value, 100_000, 400_000);
        pair.Socket.SetSocketOption(SocketOption.SendBufferSizeSocketOption, 100_000);
        Assert.InRange(pair.Socket.SocketOption(SocketOption.SendBufferSizeSocketOption)!.Value, 100_000, 400_000);
        if (OperatingSystem.IsLinux())
        {
            Assert.True(pair.Socket.SocketOption(SocketOption.PathMtuSocketOption) > 1000);
            // The system forgets the path, and with it what it knows of its MTU.
            pair.Socket.SetSocketOption(SocketOption.TypeOfServiceOption, 0x10);
            Assert.Equal(0x10, pair.Socket.SocketOption(SocketOption.TypeOfServiceOption));
        }
        using Warnings warnings = new();
        pair.Socket.SetSocketOption(SocketOption.KeepAliveIdleOption, -7);
        Assert.Contains("KeepAliveIdleOption", Assert.Single(warnings.Take()), StringComparison.Ordinal);
    }
}
