using System.Net;
using System.Net.Sockets;
using QSslCore.Tls;

namespace QSslCore.Sockets;

/// <summary>A TCP connection, or one being made, that never blocks.</summary>
internal interface ISocketTransport : ITlsTransport, IDisposable
{
    /// <summary>Starts a connection attempt from a bound socket.</summary>
    /// <exception cref="SocketException">It cannot even be started.</exception>
    void StartConnect(IPEndPoint target);

    /// <summary>How the connection attempt stands: Success, WouldBlock while it runs (wait for writability), or its error.</summary>
    SocketError PollConnect();

    /// <summary>Tells the peer that nothing more will be sent (FIN).</summary>
    void ShutdownSend();

    /// <summary>Sets an option; false when the system does not take it.</summary>
    bool TrySetOption(SocketOption option, int value);

    /// <summary>Reads an option; null when the system has none.</summary>
    int? TryGetOption(SocketOption option);

    IPEndPoint? LocalEndPoint { get; }

    IPEndPoint? RemoteEndPoint { get; }

    /// <summary>Bytes that the system has taken.</summary>
    long BytesSent { get; }

    /// <summary>Bytes that the system has given.</summary>
    long BytesReceived { get; }

    /// <summary>The system's descriptor; -1 when there is none.</summary>
    nint Handle { get; }
}
