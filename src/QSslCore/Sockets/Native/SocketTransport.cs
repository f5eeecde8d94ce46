using System.Net;
using System.Net.Sockets;
using QSslCore.Tls;

namespace QSslCore.Sockets.Native;

/// <summary>A non-blocking TCP socket of the system.</summary>
internal sealed class SocketTransport : ISocketTransport
{
    private readonly Socket _socket;
    private IPEndPoint? _target;

    private volatile bool _isDrained;

    /// <summary>The peer's last answer was there before a wait for it could begin: the next one may be, too.</summary>
    private volatile bool _answersAtOnce;

    /// <summary>The next read looks for such an answer.</summary>
    private bool _isGuessing;

    /// <summary>Starts a connection attempt.</summary>
    public SocketTransport(IPEndPoint target)
    {
        _isDrained = true;
        _socket = NewSocket(target.AddressFamily);
        try
        {
            StartConnect(target);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Binds to a local address.</summary>
    public SocketTransport(IPEndPoint local, BindFlag mode)
    {
        _socket = NewSocket(local.AddressFamily);
        try
        {
            if (local.Address.Equals(IPAddress.IPv6Any))
                _socket.DualMode = true;
            Share(mode);
            _socket.Bind(local);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Adopts a connected socket. This object then owns it.</summary>
    public SocketTransport(Socket socket)
    {
        _socket = socket;
        _socket.Blocking = false;
        Tune();
    }

    public SafeSocketHandle SafeHandle => _socket.SafeHandle;

    public bool IsDrained => _isDrained;

    public nint Handle => _socket.SafeHandle.IsClosed ? -1 : _socket.Handle;

    /// <summary>The state of the descriptor in the set of the epoll reactor, which keeps it here; null while the set does not contain the
    /// descriptor.</summary>
    public EpollEntry? EpollEntry { get; set; }

    /// <summary>The select reactor that may use the socket in a call of select. The reactor sets it.</summary>
    public SelectReactor? Watcher { get; set; }

    public IPEndPoint? LocalEndPoint => SocketEndPoints.Local(_socket);

    public IPEndPoint? RemoteEndPoint => _target ?? SocketEndPoints.Remote(_socket);

    public long BytesSent { get; private set; }

    public long BytesReceived { get; private set; }

    internal Socket Socket => _socket;

    /// <summary>Returns fewer bytes than requested only if no more have arrived. An adopted socket of another kind also stops between two
    /// senders.</summary>
    private bool IsTcp => _socket.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;

    public void StartConnect(IPEndPoint target)
    {
        _target = target;
        if (OperatingSystem.IsLinux())
        {
            SocketError error = SocketCalls.Connect(_socket.SafeHandle, Fitting(target));
            if (error is not (SocketError.Success or SocketError.InProgress or SocketError.WouldBlock))
                throw new SocketException((int)error);
        }
        else
        {
            StartPortableConnect(target);
        }
        Tune();
    }

    /// <summary>A socket of both families requires an IPv4 address in its mapped form.</summary>
    private IPEndPoint Fitting(IPEndPoint target) =>
        target.AddressFamily == AddressFamily.InterNetwork && _socket.AddressFamily == AddressFamily.InterNetworkV6
            ? new(target.Address.MapToIPv6(), target.Port) : target;

    private void StartPortableConnect(IPEndPoint target)
    {
        try
        {
            _socket.Connect(target);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // The attempt is pending. PollConnect reports its end. (ConnectAsync would leave the descriptor in the runtime's epoll set.)
        }
    }

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
        // Readiness is a level, so data that has come since then is announced as soon as a wait for it begins.
        if (_isDrained)
            return TransportResult.WouldBlock;
        SocketError error;
        int n = OperatingSystem.IsLinux()
            ? SocketCalls.Receive(_socket.SafeHandle, destination, out error) : _socket.Receive(destination, SocketFlags.None, out error);
        TransportResult result = new(n, Normalized(error));
        BytesReceived += result.Count;
        _isDrained = result.IsWouldBlock || (n > 0 && n < destination.Length && IsTcp);
        if (_isGuessing && result.IsWouldBlock)
            _answersAtOnce = false;
        _isGuessing = false;
        return result;
    }

    /// <summary>A reactor found the socket readable, or cannot tell. The next read asks the system again. Any thread may call
    /// this.</summary>
    /// <param name="atOnce">Whether the socket was readable before a wait could begin.</param>
    public void Announce(bool atOnce = false)
    {
        _isDrained = false;
        if (atOnce)
            _answersAtOnce = true;
    }

    public TransportResult TryWrite(ReadOnlySpan<byte> source)
    {
        SocketError error;
        int n = OperatingSystem.IsLinux()
            ? SocketCalls.Send(_socket.SafeHandle, source, out error) : _socket.Send(source, SocketFlags.None, out error);
        BytesSent += Math.Max(0, n);
        if (n > 0 && _answersAtOnce && _isDrained)
        {
            _isGuessing = true;
            _isDrained = false;
        }
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
            // The peer has already disconnected, so there is nothing to send.
        }
    }

    public bool TrySetOption(SocketOption option, int value) => SocketOptions.TrySet(_socket, option, value);

    public int? TryGetOption(SocketOption option) => SocketOptions.TryGet(_socket, option);

    public void Dispose()
    {
        Watcher?.Forget(this);
        _socket.Dispose();
    }

    private static Socket NewSocket(AddressFamily family) =>
        new(family, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp) { Blocking = false };

    private void Share(BindFlag mode)
    {
        if (mode.HasFlag(BindFlag.DontShareAddress))
            _socket.ExclusiveAddressUse = true;
        // The runtime's ReuseAddress option shares an address, on Unix, too. The runtime allows a bind to a port whose last
        // connection has just ended in any case.
        else if (mode.HasFlag(BindFlag.ShareAddress))
            _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
    }

    private void Tune()
    {
        try
        {
            // TLS flights and lines are small, and each is answered. Nagle's algorithm would delay all of them.
            _socket.NoDelay = true;
        }
        catch (SocketException)
        {
            // An adopted socket need not be TCP.
        }
    }

    private static SocketError Normalized(SocketError error) =>
        error is SocketError.IOPending or SocketError.TryAgain ? SocketError.WouldBlock : error;
}
