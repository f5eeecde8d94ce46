using System.Diagnostics;
using System.Net.Sockets;
using QSslCore.Sockets;

namespace QSslCore;

// Connections that were made elsewhere.
public abstract partial class QAbstractSocket
{
    /// <summary>Adopts a connected socket of the system. This object then owns the descriptor.</summary>
    /// <param name="socketDescriptor">The system's descriptor.</param>
    /// <param name="socketState">The state of the socket. Only <see cref="SocketState.ConnectedState"/> is supported.</param>
    /// <param name="openMode">The mode to open the device in.</param>
    /// <returns>False, with the error set, if the descriptor is not a usable socket or this object is in use.</returns>
    [QtMember("QAbstractSocket::setSocketDescriptor")]
    public virtual bool SetSocketDescriptor(
        nint socketDescriptor, SocketState socketState = SocketState.ConnectedState, OpenMode openMode = OpenMode.ReadWrite)
    {
        bool adopted = false;
        RunExclusive(() =>
        {
            if (!RefuseWhenBusy(nameof(SetSocketDescriptor)))
                return;
            if (socketState != SocketState.ConnectedState)
            {
                SetError(QSocketError.UnsupportedSocketOperationError, "Only a connected socket can be adopted.");
                return;
            }
            ISocketTransport transport;
            try
            {
                transport = _network.Adopt(socketDescriptor);
            }
            catch (SocketException e)
            {
                SetError(QSocketError.UnsupportedSocketOperationError,
                    $"The descriptor {socketDescriptor} is not a connected TCP socket: {e.Message}");
                return;
            }
            Adopt(transport, openMode);
            adopted = true;
        });
        return adopted;
    }

    /// <summary>Adopts a connected .NET socket. This object takes over the connection, whatever happens to the .NET socket. Not one of Qt's
    /// members.</summary>
    /// <param name="socket">The socket. The caller must not use it any more.</param>
    /// <returns>False, with the error set, if the descriptor is not a usable socket or this object is in use.</returns>
    public bool AdoptSocket(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        bool adopted = false;
        RunExclusive(() =>
        {
            if (!RefuseWhenBusy(nameof(AdoptSocket)))
                return;
            try
            {
                // The system tells of a socket without a peer that it is not connected.
                if (socket.RemoteEndPoint is null || socket.SocketType != System.Net.Sockets.SocketType.Stream)
                    throw new SocketException((int)SocketError.NotConnected);
                Adopt(_network.Adopt(socket), OpenMode.ReadWrite);
                adopted = true;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                SetError(QSocketError.UnsupportedSocketOperationError, $"Only a connected TCP socket can be adopted: {e.Message}");
            }
        });
        return adopted;
    }

    /// <summary>Continues without a lookup, because the connection is already established.</summary>
    private protected void Adopt(ISocketTransport transport, OpenMode openMode)
    {
        Debug.Assert(Strand.IsOwner);
        DropBound();
        ResetConnection();
        _generation++;
        _connection.WasBegun = true;
        OpenMode = openMode;
        SetTransport(transport);
        SocketEndpoints ends = _connection.Endpoints;
        string name = ends.PeerAddress?.ToString() ?? "";
        _connection.Endpoints = ends with
        {
            PeerName = name,
            Target = name.Length == 0 ? "the peer" : HostAndPort.Display(name, ends.PeerPort),
        };
        BeginTrace()?.Adopted();
        SetState(SocketState.ConnectedState);
    }
}
