using System.Net;
using System.Net.Sockets;
using QSslCore.Sockets.Native;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Sockets;

/// <summary>A socket that gave less than there was room for is not asked again before it is found readable.</summary>
public sealed class SocketTransportTests : IDisposable
{
    private readonly Socket _peer;
    private readonly SocketTransport _transport;

    public SocketTransportTests()
    {
        using Socket listener = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Socket connected = new(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        connected.Connect(listener.LocalEndPoint!);
        _peer = listener.Accept();
        _transport = new(connected);
    }

    public void Dispose()
    {
        _transport.Dispose();
        _peer.Dispose();
    }

    [Fact]
    public void A_drained_socket_is_asked_again_when_it_is_found_readable()
    {
        Arrive(1);
        Assert.False(_transport.IsDrained);
        Assert.Equal(1, Read(10).Count);
        Assert.True(_transport.IsDrained);
        Arrive(1);
        Assert.True(Read(10).IsWouldBlock);
        _transport.Announce();
        Assert.Equal(1, Read(10).Count);
    }

    [Fact]
    public void A_read_that_was_filled_leaves_the_question_open()
    {
        Arrive(10);
        Assert.Equal(10, Read(10).Count);
        Assert.False(_transport.IsDrained);
        Assert.True(Read(10).IsWouldBlock);
        Assert.True(_transport.IsDrained);
    }

    /// <summary>Such a socket gives the bytes of one sender at a time, and is not announced again for those that it has still.</summary>
    [Fact]
    public void A_short_read_of_another_kind_of_socket_leaves_the_question_open()
    {
        using TestFiles files = new();
        using Socket listener = new(AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(files.PathOf("socket")));
        listener.Listen();
        using Socket peer = new(AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, ProtocolType.Unspecified);
        peer.Connect(listener.LocalEndPoint!);
        using SocketTransport transport = new(listener.Accept());
        peer.Send(new byte[1]);
        Assert.Equal(1, transport.TryRead(new byte[10]).Count);
        Assert.False(transport.IsDrained);
        Assert.True(transport.TryRead(new byte[10]).IsWouldBlock);
        Assert.True(transport.IsDrained);
    }

    [Fact]
    public void The_end_is_announced_as_bytes_are()
    {
        Arrive(1);
        Assert.Equal(1, Read(10).Count);
        _peer.Shutdown(SocketShutdown.Send);
        Assert.True(_transport.Socket.Poll(5_000_000, SelectMode.SelectRead));
        _transport.Announce();
        Assert.True(Read(10).IsEndOfStream);
        Assert.False(_transport.IsDrained);
    }

    /// <summary>Where an answer was there at once, the next one is looked for after each write, until it is not.</summary>
    [Fact]
    public void Answers_that_come_at_once_are_looked_for()
    {
        Arrive(1);
        _transport.Announce(atOnce: true);
        Assert.Equal(1, Read(10).Count);
        Assert.True(_transport.IsDrained);
        Assert.Equal(1, _transport.TryWrite([1]).Count);
        Assert.False(_transport.IsDrained);
        Arrive(1);
        Assert.Equal(1, Read(10).Count);

        _transport.TryWrite([1]);
        Assert.True(Read(10).IsWouldBlock);
        _transport.TryWrite([1]);
        Assert.True(_transport.IsDrained);
    }

    private void Arrive(int count)
    {
        _peer.Send(new byte[count]);
        Assert.True(_transport.Socket.Poll(5_000_000, SelectMode.SelectRead));
    }

    private TransportResult Read(int room) => _transport.TryRead(new byte[room]);
}
