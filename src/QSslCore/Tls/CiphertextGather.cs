using System.Buffers;
using System.Net.Sockets;

namespace QSslCore.Tls;

/// <summary>
/// Buffers the ciphertext of one engine on its way to the transport, so that one system call sends several records. Bytes that must
/// wait for the verdict on the peer follow the bytes that may be sent.
/// </summary>
/// <param name="role">The role of this side. A client withholds its last flight. A server may send everything before the verdict.</param>
internal sealed class CiphertextGather(SslMode role)
{
    /// <summary>The number of bytes to gather before the transport must take some of them.</summary>
    public const int Limit = 128 * 1024;

    private const int SmallBuffer = 4096;

    private CiphertextFilter? _filter = role == SslMode.SslClientMode ? new(admitsHello: true) : null;
    private byte[]? _buffer;
    private int _start;

    /// <summary>The end of the bytes that may be sent.</summary>
    private int _free;
    private int _end;
    private bool _isShut;

    /// <summary>The number of bytes that may be sent but have not been sent yet.</summary>
    public int Pending => _free - _start;

    /// <summary>The number of bytes that have been sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Whether a client's flight waits for the verdict.</summary>
    public bool WithholdsFlight => _filter is { HasRefused: true, IsBroken: false };

    /// <summary>Whether the ciphertext gathered before the verdict is not TLS.</summary>
    public bool IsBroken => _filter is { IsBroken: true };

    /// <summary>Reserves room for at least <paramref name="count"/> bytes. The caller calls <see cref="Commit"/> next.</summary>
    public ArraySegment<byte> Reserve(int count)
    {
        // Bulk data fills the buffer at once. Growing step by step would copy most of the data several times.
        _buffer ??= ArrayPool<byte>.Shared.Rent(count <= SmallBuffer ? SmallBuffer : Math.Max(count, Limit));
        if (_end + count > _buffer.Length)
            Grow(count);
        return new(_buffer, _end, _buffer.Length - _end);
    }

    /// <summary>Takes over the first <paramref name="count"/> bytes of the reserved room.</summary>
    public void Commit(int count)
    {
        _end += count;
        if (_filter is null)
            _free = _end;
        else
            _free += _filter.Admit(_buffer.AsSpan(_free, _end - _free));
        if (_isShut)
            Return();
    }

    /// <summary>The peer is accepted: the withheld bytes and everything after them may be sent.</summary>
    public void Release() => (_filter, _free) = (null, _end);

    /// <summary>The peer is rejected: the withheld bytes are dropped, and only an alert may follow.</summary>
    public void Reject()
    {
        _filter = new(admitsHello: false);
        Drop();
    }

    /// <summary>Drops the withheld bytes.</summary>
    public void Drop()
    {
        _end = _free;
        if (_start == _end)
            Return();
    }

    /// <summary>Drops everything, and accepts no more bytes.</summary>
    public void Shut()
    {
        _isShut = true;
        Return();
    }

    /// <summary>Moves the bytes that may be sent to the transport.</summary>
    /// <returns>Success when all of them are sent, WouldBlock when the transport takes no more for now, or the transport's error.</returns>
    public SocketError Flush(ITlsTransport transport)
    {
        while (_start < _free)
        {
            TransportResult result = transport.TryWrite(_buffer.AsSpan(_start, _free - _start));
            if (result.IsError)
                return result.Error;
            if (result.Count == 0)
                return SocketError.WouldBlock;
            _start += result.Count;
            Sent += result.Count;
        }
        if (_start == _end)
            Return();
        return SocketError.Success;
    }

    private void Return()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _start = _free = _end = 0;
    }

    private void Grow(int needed)
    {
        byte[] old = _buffer!;
        int held = _end - _start;
        if (held + needed > old.Length)
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(held + needed, Math.Min(old.Length * 2, Limit)));
        old.AsSpan(_start, held).CopyTo(_buffer);
        if (_buffer != old)
            ArrayPool<byte>.Shared.Return(old);
        (_start, _free, _end) = (0, _free - _start, held);
    }
}
