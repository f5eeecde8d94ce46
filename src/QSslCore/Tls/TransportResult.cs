using System.Net.Sockets;

namespace QSslCore.Tls;

/// <summary>The result of one read or write of a transport, which never blocks: bytes were moved, the stream has ended, the call would
/// block, or an error occurred.</summary>
public readonly record struct TransportResult
{
    internal TransportResult(int count, SocketError error) => (Count, Error) = (count, error);

    /// <summary>The number of bytes that were moved; 0 in every other case.</summary>
    public int Count { get; }

    /// <summary>Success if bytes were moved or the stream has ended, WouldBlock, or the error of the connection.</summary>
    public SocketError Error { get; }

    /// <summary>Whether nothing can be moved now. Try again when the engine is called again.</summary>
    public bool IsWouldBlock => Error == SocketError.WouldBlock;

    /// <summary>Whether the peer has ended its stream. Only a read has this result.</summary>
    public bool IsEndOfStream => Error == SocketError.Success && Count == 0;

    /// <summary>Whether the connection has failed; <see cref="Error"/> gives the error.</summary>
    public bool IsError => Error is not SocketError.Success and not SocketError.WouldBlock;

    internal static TransportResult WouldBlock => new(0, SocketError.WouldBlock);

    internal static TransportResult EndOfStream => new(0, SocketError.Success);

    internal static TransportResult Moved(int count) => new(count, SocketError.Success);

    internal static TransportResult Failed(SocketError error) => new(0, error);
}
