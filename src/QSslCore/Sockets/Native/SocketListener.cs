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

    /// <summary>Whether it waits for connections.</summary>
    public static bool Listens(Socket socket) =>
        (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection)! != 0;

    public ISocketTransport Transport => _transport;

    /// <summary>Kept, so that a reader on another thread gets it from a listener that has just been closed, too.</summary>
    public IPEndPoint LocalEndPoint { get; }

    public nint Accept()
    {
        try
        {
            Socket accepted = _socket.Accept();
            // The descriptor goes on without this object: IncomingConnection passes a bare number, as Qt's does. Neither
            // the handle nor the object may close it any more.
            nint descriptor = accepted.SafeHandle.DangerousGetHandle();
            accepted.SafeHandle.SetHandleAsInvalid();
#pragma warning disable CA1816 // It is another object's finalizer on purpose.
            GC.SuppressFinalize(accepted);
#pragma warning restore CA1816
            return descriptor;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.ConnectionAborted
            or SocketError.ConnectionReset)
        {
            return -1;
        }
        // The client was gone before the system told its address: what was accepted is closed again.
        catch (ArgumentException) when (OperatingSystem.IsWindows())
        {
            return -1;
        }
    }

    /// <summary>
    /// No client is let in any more when it returns. A child that another thread is starting just now holds a copy of every
    /// descriptor until it is a program of its own: closing alone would leave the port open that long. Where it was adopted, other
    /// processes may go on listening, as they should.
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
            // Not every system shuts down what only listens.
        }
        _transport.Dispose();
    }
}
