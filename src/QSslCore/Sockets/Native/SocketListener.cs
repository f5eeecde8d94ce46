using System.Net;
using System.Net.Sockets;

namespace QSslCore.Sockets.Native;

/// <summary>A listening TCP socket of the system.</summary>
internal sealed class SocketListener : IListener
{
    private readonly Socket _socket;
    private readonly SocketTransport _transport;
    private readonly bool _isAdopted;

    public SocketListener(IPEndPoint endPoint, int backlog)
    {
        _socket = new(endPoint.AddressFamily, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
                _socket.DualMode = true;
            _socket.Bind(endPoint);
            _socket.Listen(backlog);
            _transport = new(_socket);
            LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Adopts a listening socket.</summary>
    public SocketListener(Socket socket)
    {
        _socket = socket;
        _transport = new(socket);
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _isAdopted = true;
    }

    /// <summary>Whether the socket listens for connections.</summary>
    public static bool Listens(Socket socket) =>
        (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection)! != 0;

    public ISocketTransport Transport => _transport;

    /// <summary>The end point. The value is kept, so that another thread can read it from a listener that was just closed.</summary>
    public IPEndPoint LocalEndPoint { get; }

    public nint Accept()
    {
        if (!OperatingSystem.IsLinux())
            return AcceptPortably();
        nint accepted = SocketCalls.Accept(_socket.SafeHandle, out SocketError error);
        return error == SocketError.Success || IsOfClient(error, isLinux: true) ? accepted : throw new SocketException((int)error);
    }

    /// <summary>No connection is available, or the client has already disconnected. Linux also reports the errors of that connection
    /// (accept(2)). On other systems, such an error is one of this machine: it is reported, and the next attempt waits.</summary>
    internal static bool IsOfClient(SocketError error, bool isLinux) => error is SocketError.WouldBlock or SocketError.ConnectionAborted
        or SocketError.ConnectionReset || (isLinux && error is SocketError.NetworkDown or SocketError.NetworkUnreachable
            or SocketError.HostDown or SocketError.HostUnreachable);

    private nint AcceptPortably()
    {
        try
        {
            Socket accepted = _socket.Accept();
            // The descriptor outlives this object: IncomingConnection passes a plain number, as in Qt. From here on, neither
            // the handle nor the object may close it.
            nint descriptor = accepted.SafeHandle.DangerousGetHandle();
            accepted.SafeHandle.SetHandleAsInvalid();
#pragma warning disable CA1816 // It is another object's finalizer on purpose.
            GC.SuppressFinalize(accepted);
#pragma warning restore CA1816
            return descriptor;
        }
        catch (SocketException e) when (IsOfClient(e.SocketErrorCode, OperatingSystem.IsLinux()))
        {
            return -1;
        }
        // The client disconnected before the system reported its address. The accepted socket is closed.
        catch (ArgumentException) when (OperatingSystem.IsWindows())
        {
            return -1;
        }
    }

    /// <summary>
    /// Stops listening, so that no client can connect when this call returns. A child process that another thread is just starting has
    /// a copy of every descriptor until it executes its program. Closing alone would leave the port open for that time. An adopted
    /// socket is only closed, because other processes may continue to listen on it.
    /// </summary>
    public void Dispose()
    {
        try
        {
            if (!_isAdopted && !OperatingSystem.IsWindows())
                _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // Some systems cannot shut down a listening socket.
        }
        _transport.Dispose();
    }
}
