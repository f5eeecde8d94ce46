using System.Net;
using System.Net.Sockets;
using QSslCore.Tls;

namespace QSslCore.Sockets;

/// <summary>A TCP connection, or one being made, that never blocks.</summary>
internal interface ISocketTransport : ITlsTransport, IDisposable
{
    /// <summary>How the connection attempt stands: Success, WouldBlock while it runs (wait for writability), or its error.</summary>
    SocketError PollConnect();

    /// <summary>Tells the peer that nothing more will be sent (FIN).</summary>
    void ShutdownSend();

    IPEndPoint? LocalEndPoint { get; }

    IPEndPoint? RemoteEndPoint { get; }

    /// <summary>The system's descriptor; -1 when there is none.</summary>
    nint Handle { get; }
}
