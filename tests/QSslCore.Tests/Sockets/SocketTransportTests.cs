using System.Net.Sockets;
using QSslCore.Sockets.Native;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Sockets;

/// <summary>A socket that gave less than there was room for is not asked again before it is found readable.</summary>
public sealed class SocketTransportTests : IDisposable
{
    private readonly TransportPair _pair = new();

    public void Dispose() => _pair.Dispose();

    [Fact]
    public void A_drained_socket_is_asked_again_when_it_is_found_readable()
    {
        Arrive(1);
        Assert.False(_pair.Transport.IsDrained);
        Assert.Equal(1, Read(10).Count);
        Assert.True(_pair.Transport.IsDrained);
        Arrive(1);
        Assert.True(Read(10).IsWouldBlock);
        _pair.Transport.Announce();
        Assert.Equal(1, Read(10).Count);
    }

    [Fact]
    public void A_read_that_was_filled_leaves_the_question_open()
    {
        Arrive(10);
        Assert.Equal(10, Read(10).Count);
        Assert.False(_pair.Transport.IsDrained);
        Assert.True(Read(10).IsWouldBlock);
        Assert.True(_pair.Transport.IsDrained);
    }

    /// <summary>Such a socket gives the bytes of one sender at a time, and is not announced again for those that it has still.</summary>
    [Fact]
    public void A_short_read_of_another_kind_of_socket_leaves_the_question_open()
    {
        Needs.UnixSockets();
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
        _pair.Peer.Shutdown(SocketShutdown.Send);
        Assert.True(_pair.Transport.Socket.Poll(5_000_000, SelectMode.SelectRead));
        _pair.Transport.Announce();
        Assert.True(Read(10).IsEndOfStream);
        Assert.False(_pair.Transport.IsDrained);
    }

    /// <summary>Where an answer was there at once, the next one is looked for after each write, until it is not.</summary>
    [Fact]
    public void Answers_that_come_at_once_are_looked_for()
    {
        Arrive(1);
        _pair.Transport.Announce(atOnce: true);
        Assert.Equal(1, Read(10).Count);
        Assert.True(_pair.Transport.IsDrained);
        Assert.Equal(1, _pair.Transport.TryWrite([1]).Count);
        Assert.False(_pair.Transport.IsDrained);
        Arrive(1);
        Assert.Equal(1, Read(10).Count);

        _pair.Transport.TryWrite([1]);
        Assert.True(Read(10).IsWouldBlock);
        _pair.Transport.TryWrite([1]);
        Assert.True(_pair.Transport.IsDrained);
    }

    private void Arrive(int count)
    {
        _pair.Peer.Send(new byte[count]);
        Assert.True(_pair.Transport.Socket.Poll(5_000_000, SelectMode.SelectRead));
    }

    private TransportResult Read(int room) => _pair.Transport.TryRead(new byte[room]);
}
