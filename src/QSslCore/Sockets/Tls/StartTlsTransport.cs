using QSslCore.Tls;

namespace QSslCore.Sockets;

/// <summary>
/// The transport of a TLS engine on a socket that was plain before: bytes that were received and not read are the
/// beginning of the ciphertext (a peeked first byte, a client's hello that came with its last plain line), and bytes that
/// were written and not sent leave before any ciphertext does. So nothing that came before the handshake is ever taken for
/// decrypted data.
/// </summary>
internal sealed class StartTlsTransport : ITlsTransport
{
    /// <summary>A step reads this many bytes without checking the clock.</summary>
    private const int FreeBytes = 64 * 1024;

    /// <summary>
    /// A library continues to read while it receives only messages for itself (tickets, key updates), and it has no deadline. A peer that
    /// sends such messages endlessly would block the driving thread. After this time, a step reads no more.
    /// </summary>
    private static readonly TimeSpan s_longestStep = TimeSpan.FromMilliseconds(50);

    private readonly ISocketTransport _inner;
    private readonly TimeProvider _time;
    private readonly ByteQueue? _unread;
    private readonly ByteQueue? _unsent;

    /// <summary>The number of bytes that this step has read, and the time at which it exceeded the bytes that need no check.</summary>
    private long _taken;
    private long _timedSince;

    /// <param name="inner">The connection.</param>
    /// <param name="time">The clock.</param>
    /// <param name="input">The bytes that were received and not read. They are removed.</param>
    /// <param name="plainOutput">The bytes to send unencrypted, which are removed; null for none.</param>
    public StartTlsTransport(ISocketTransport inner, TimeProvider time, ByteQueue input, ByteQueue? plainOutput)
    {
        _inner = inner;
        _time = time;
        _unread = Move(input);
        _unsent = plainOutput is null ? null : Move(plainOutput);
    }

    /// <summary>Unencrypted bytes are still pending.</summary>
    public bool HasUnsent => _unsent is { Count: > 0 };

    public bool IsDrained => _unread is not { Count: > 0 } && _inner.IsDrained;

    /// <summary>The socket begins its next step, so the engine may read again.</summary>
    public void BeginStep() => _taken = 0;

    public TransportResult TryRead(Span<byte> destination)
    {
        if (_unread is { Count: > 0 })
            return TransportResult.Moved(_unread.Read(destination));
        if (_taken >= FreeBytes && _time.GetElapsedTime(_timedSince) > s_longestStep)
            return TransportResult.WouldBlock;
        TransportResult result = _inner.TryRead(destination);
        if (_taken < FreeBytes && (_taken += result.Count) >= FreeBytes)
            _timedSince = _time.GetTimestamp();
        return result;
    }

    public TransportResult TryWrite(ReadOnlySpan<byte> source)
    {
        if (HasUnsent && FlushUnsent() is { Count: 0 } blocked && HasUnsent)
            return blocked;
        return _inner.TryWrite(source);
    }

    /// <summary>Sends as many unencrypted bytes as the system accepts. Returns the result of the last write.</summary>
    public TransportResult FlushUnsent()
    {
        TransportResult result = TransportResult.Moved(0);
        while (HasUnsent)
        {
            result = _inner.TryWrite(_unsent!.Front);
            if (result.Count == 0)
                return result;
            _unsent.Consume(result.Count);
        }
        return result;
    }

    private static ByteQueue? Move(ByteQueue from)
    {
        if (from.Count == 0)
            return null;
        ByteQueue to = new();
        while (from.Front is { IsEmpty: false } front)
        {
            to.Append(front);
            from.Consume(front.Length);
        }
        return to;
    }
}
