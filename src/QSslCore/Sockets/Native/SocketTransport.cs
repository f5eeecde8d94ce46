using System.Net;
using System.Net.Sockets;
using QSslCore.Tls;

namespace QSslCore.Sockets.Native;

/// <summary>A non-blocking TCP socket of the system.</summary>
internal sealed class SocketTransport : ISocketTransport
{
    private readonly Socket _socket;
    private readonly IPEndPoint? _target;

    /// <summary>Starts a connection attempt.</summary>
    public SocketTransport(IPEndPoint target)
    {
        _target = target;
        _socket = new(target.AddressFamily, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            _socket.Connect(target);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // It runs; PollConnect tells how it ends. (ConnectAsync would leave the descriptor in the runtime's epoll set.)
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
        Tune();
    }

    /// <summary>Adopts a connected socket, which this object owns from then on.</summary>
    public SocketTransport(Socket socket)
    {
        _socket = socket;
        _socket.Blocking = false;
        Tune();
    }

    public SafeSocketHandle SafeHandle => _socket.SafeHandle;

    public nint Handle => _socket.SafeHandle.IsClosed ? -1 : _socket.Handle;

    /// <summary>Kept by the epoll reactor: whether the descriptor is in its set.</summary>
    public bool IsInEpoll { get; set; }

    public IPEndPoint? LocalEndPoint => EndPointOrNull(static s => s.LocalEndPoint);

    public IPEndPoint? RemoteEndPoint => _target ?? EndPointOrNull(static s => s.RemoteEndPoint);

    internal Socket Socket => _socket;

    public SocketError PollConnect()
    {
        try
        {
            if (!_socket.Poll(0, SelectMode.SelectWrite) && !_socket.Poll(0, SelectMode.SelectError))
                return SocketError.WouldBlock;
            return (SocketError)(int)_socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    public TransportResult TryRead(Span<byte> destination)
    {
        int n = _socket.Receive(destination, SocketFlags.None, out SocketError error);
        return new(n, Normalized(error));
    }

    public TransportResult TryWrite(ReadOnlySpan<byte> source)
    {
        int n = _socket.Send(source, SocketFlags.None, out SocketError error);
        return error == SocketError.Success && n == 0 && !source.IsEmpty ? TransportResult.WouldBlock : new(n, Normalized(error));
    }

    public void ShutdownSend()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The peer is gone already: there is nobody to tell.
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Tune()
    {
        try
        {
            // TLS flights and lines are small and answered: Nagle's delay would be felt in each.
            _socket.NoDelay = true;
        }
        catch (SocketException)
        {
            // An adopted socket need not be TCP.
        }
    }

    private IPEndPoint? EndPointOrNull(Func<Socket, EndPoint?> get)
    {
        try
        {
            // Connected makes the runtime notice that a non-blocking connect has ended.
            _ = _socket.Connected;
            return get(_socket) as IPEndPoint;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    private static SocketError Normalized(SocketError error) =>
        error is SocketError.IOPending or SocketError.TryAgain ? SocketError.WouldBlock : error;
}
