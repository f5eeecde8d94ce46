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
    private readonly ISocketTransport _inner;
    private readonly ByteQueue? _unread;
    private readonly ByteQueue? _unsent;

    /// <param name="inner">The connection.</param>
    /// <param name="input">What was received and not read; emptied.</param>
    /// <param name="plainOutput">What was written to be sent plain, emptied; null when nothing was.</param>
    public StartTlsTransport(ISocketTransport inner, ByteQueue input, ByteQueue? plainOutput)
    {
        _inner = inner;
        _unread = Move(input);
        _unsent = plainOutput is null ? null : Move(plainOutput);
    }

    /// <summary>Plain bytes are still to leave.</summary>
    public bool HasUnsent => _unsent is { Count: > 0 };

    public bool IsDrained => _unread is not { Count: > 0 } && _inner.IsDrained;

    public TransportResult TryRead(Span<byte> destination) =>
        _unread is { Count: > 0 } ? TransportResult.Moved(_unread.Read(destination)) : _inner.TryRead(destination);

    public TransportResult TryWrite(ReadOnlySpan<byte> source)
    {
        if (HasUnsent && FlushUnsent() is { Count: 0 } blocked && HasUnsent)
            return blocked;
        return _inner.TryWrite(source);
    }

    /// <summary>Sends the plain bytes as far as that goes; the result of the last write.</summary>
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
