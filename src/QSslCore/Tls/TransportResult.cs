using System.Net.Sockets;

namespace QSslCore.Tls;

/// <summary>What one read or write of a transport did. It never blocks: bytes were moved, the stream has ended, it would block, or there
/// is an error.</summary>
public readonly record struct TransportResult
{
    internal TransportResult(int count, SocketError error) => (Count, Error) = (count, error);

    /// <summary>The bytes that were moved; 0 in every other case.</summary>
    public int Count { get; }

    /// <summary>Success for moved bytes and the end of the stream, WouldBlock, or the error of the connection.</summary>
    public SocketError Error { get; }

    /// <summary>Nothing can be moved now. Ask again when the engine is called again.</summary>
    public bool IsWouldBlock => Error == SocketError.WouldBlock;

    /// <summary>The peer has sent all that it will ever send. Only a read ends so.</summary>
    public bool IsEndOfStream => Error == SocketError.Success && Count == 0;

    /// <summary>The connection has failed; <see cref="Error"/> says how.</summary>
    public bool IsError => Error is not SocketError.Success and not SocketError.WouldBlock;

    internal static TransportResult WouldBlock => new(0, SocketError.WouldBlock);

    internal static TransportResult EndOfStream => new(0, SocketError.Success);

    internal static TransportResult Moved(int count) => new(count, SocketError.Success);

    internal static TransportResult Failed(SocketError error) => new(0, error);
}
