using System.Net.Sockets;

namespace QSslCore.Tls;

/// <summary>What one non-blocking read or write did: bytes moved, end of stream, would block, or an error.</summary>
internal readonly record struct TransportResult(int Count, SocketError Error)
{
    public static TransportResult WouldBlock => new(0, SocketError.WouldBlock);

    /// <summary>The peer has sent all it will ever send. Only a read answers so.</summary>
    public static TransportResult EndOfStream => new(0, SocketError.Success);

    public static TransportResult Moved(int count) => new(count, SocketError.Success);

    public static TransportResult Failed(SocketError error) => new(0, error);

    public bool IsWouldBlock => Error == SocketError.WouldBlock;

    public bool IsEndOfStream => Error == SocketError.Success && Count == 0;

    public bool IsError => Error is not SocketError.Success and not SocketError.WouldBlock;
}
