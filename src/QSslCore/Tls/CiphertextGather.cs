using System.Buffers;
using System.Net.Sockets;

namespace QSslCore.Tls;

/// <summary>
/// The ciphertext of one engine on its way to the transport, so that several records leave in one system call. What must wait for the
/// verdict on the peer lies behind what may leave.
/// </summary>
/// <param name="role">This side's. A client withholds its last flight; what a server sends before the verdict is its own.</param>
internal sealed class CiphertextGather(SslMode role)
{
    /// <summary>How much is gathered, in bytes, before the transport must take some.</summary>
    public const int Limit = 128 * 1024;

    private const int SmallBuffer = 4096;

    private CiphertextFilter? _filter = role == SslMode.SslClientMode ? new(admitsHello: true) : null;
    private byte[]? _buffer;
    private int _start;

    /// <summary>Where that ends which may leave.</summary>
    private int _free;
    private int _end;
    private bool _isShut;

    /// <summary>Bytes that may leave and have not.</summary>
    public int Pending => _free - _start;

    /// <summary>Bytes that have left.</summary>
    public long Sent { get; private set; }

    /// <summary>A client's flight waits for the verdict.</summary>
    public bool WithholdsFlight => _filter is { HasRefused: true, IsBroken: false };

    /// <summary>What was gathered before the verdict is not TLS.</summary>
    public bool IsBroken => _filter is { IsBroken: true };

    /// <summary>Room for at least so many bytes; <see cref="Commit"/> follows.</summary>
    public ArraySegment<byte> Reserve(int count)
    {
        // Bulk data fills it at once: growing step by step would copy most of it several times.
        _buffer ??= ArrayPool<byte>.Shared.Rent(count <= SmallBuffer ? SmallBuffer : Math.Max(count, Limit));
        if (_end + count > _buffer.Length)
            Grow(count);
        return new(_buffer, _end, _buffer.Length - _end);
    }

    /// <summary>So many bytes were put into what was reserved.</summary>
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

    /// <summary>The peer is accepted: what was withheld may leave, and all that follows.</summary>
    public void Release() => (_filter, _free) = (null, _end);

    /// <summary>The peer is rejected: what was withheld is dropped, and only an alert may follow.</summary>
    public void Reject()
    {
        _filter = new(admitsHello: false);
        Drop();
    }

    /// <summary>Drops what was withheld.</summary>
    public void Drop()
    {
        _end = _free;
        if (_start == _end)
            Return();
    }

    /// <summary>Drops everything, and takes nothing more.</summary>
    public void Shut()
    {
        _isShut = true;
        Return();
    }

    /// <summary>Moves what may leave to the transport.</summary>
    /// <returns>Success when none of it is left, WouldBlock when the transport takes no more for now, or the transport's error.</returns>
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
