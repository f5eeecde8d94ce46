using System.Net;
using System.Net.Sockets;
using QSslCore.Tls;

namespace QSslCore.Sockets;

/// <summary>A TCP connection, or one being made, that never blocks.</summary>
internal interface ISocketTransport : ITlsTransport, IDisposable
{
    /// <summary>Starts a connection attempt from a bound socket.</summary>
    /// <exception cref="SocketException">The attempt cannot be started.</exception>
    void StartConnect(IPEndPoint target);

    /// <summary>The state of the connection attempt: Success, WouldBlock while it is pending (wait for writability), or its
    /// error.</summary>
    SocketError PollConnect();

    /// <summary>Tells the peer that nothing more will be sent (FIN).</summary>
    void ShutdownSend();

    /// <summary>Sets an option. Returns false if the system refuses it.</summary>
    bool TrySetOption(SocketOption option, int value);

    /// <summary>Reads an option. Returns null if the system does not have it.</summary>
    int? TryGetOption(SocketOption option);

    IPEndPoint? LocalEndPoint { get; }

    IPEndPoint? RemoteEndPoint { get; }

    /// <summary>The number of bytes that the system has accepted.</summary>
    long BytesSent { get; }

    /// <summary>The number of bytes that the system has delivered.</summary>
    long BytesReceived { get; }

    /// <summary>The system's descriptor; -1 when there is none.</summary>
    nint Handle { get; }
}
