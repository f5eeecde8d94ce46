using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using QSslCore.Sockets.Native;

namespace QSslCore.Tests.Sockets;

/// <summary>Connecting and accepting by Linux's own calls.</summary>
public sealed class SocketCallsTests
{
    /// <summary>An attempt that is in progress and an empty queue are the usual case; an exception costs more than the call.</summary>
    [Fact]
    public void The_usual_course_throws_no_exception()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux's own calls.");
        using SocketListener listener = new(new(IPAddress.Loopback, 0), 1);
        int thread = Environment.CurrentManagedThreadId, thrown = 0;
        void Count(object? sender, FirstChanceExceptionEventArgs e) =>
            thrown += Environment.CurrentManagedThreadId == thread ? 1 : 0;
        AppDomain.CurrentDomain.FirstChanceException += Count;
        try
        {
            Assert.Equal(-1, listener.Accept());
            using SocketTransport client = new(listener.LocalEndPoint);
            nint accepted = listener.Accept();
            Assert.NotEqual(-1, accepted);
            using Socket server = new(new SafeSocketHandle(accepted, ownsHandle: true));
            Assert.Equal(SocketError.Success, client.PollConnect());
            Assert.Equal(server.RemoteEndPoint, client.LocalEndPoint);
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= Count;
        }
        Assert.Equal(0, thrown);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void The_local_address_is_known_from_the_attempt_on(string address)
    {
        using Socket listener = new(IPAddress.Parse(address).AddressFamily, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        }
        catch (SocketException)
        {
            Assert.Skip($"This machine has no {address}.");
        }
        listener.Listen();
        using SocketTransport client = new((IPEndPoint)listener.LocalEndPoint!);
        using Socket server = listener.Accept();
        Assert.Equal(SocketError.Success, client.PollConnect());
        Assert.Equal(server.RemoteEndPoint, client.LocalEndPoint);
        Assert.Equal(listener.LocalEndPoint, client.RemoteEndPoint);
    }

    /// <summary>A socket that is bound to both families connects to an address of either.</summary>
    [Fact]
    public void A_socket_of_both_families_reaches_an_address_of_IPv4()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        using Socket listener = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using SocketTransport client = new(new IPEndPoint(IPAddress.IPv6Any, 0), BindFlag.DefaultForPlatform);
        client.StartConnect((IPEndPoint)listener.LocalEndPoint!);
        using Socket server = listener.Accept();
        Assert.Equal(server.RemoteEndPoint, client.LocalEndPoint);
    }

    [Fact]
    public void A_refusal_of_the_system_keeps_its_reason()
    {
        // No system lets TCP connect to all hosts at once.
        IPEndPoint all = new(IPAddress.Broadcast, 9);
        SocketException e = Assert.ThrowsAny<SocketException>(() => new SocketTransport(all).Dispose());
        Assert.NotEqual(SocketError.SocketError, e.SocketErrorCode);
    }
}
