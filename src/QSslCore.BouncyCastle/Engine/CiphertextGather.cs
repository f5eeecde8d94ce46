using System.Buffers;
using System.Net.Sockets;
using Org.BouncyCastle.Tls;
using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Engine;

/// <summary>Gathers what the library wants to send, so that several records leave in one call.</summary>
internal sealed class CiphertextGather(ITlsTransport transport) : IDisposable
{
    private const int SmallGather = 4096;

    private byte[]? _buffer;
    private int _start;
    private int _end;

    public int Pending => _end - _start;

    public long Sent { get; private set; }

    public SocketError Error { get; private set; }

    /// <summary>Takes over what the library has ready.</summary>
    public void Collect(TlsProtocol protocol)
    {
        int ready = protocol.GetAvailableOutputBytes();
        if (ready == 0)
            return;
        Reserve(ready);
        _end += protocol.ReadOutput(_buffer!, _end, ready);
    }

    /// <summary>Moves it to the transport, as far as that takes it.</summary>
    /// <returns>False when the transport failed.</returns>
    public bool TryFlush()
    {
        while (Pending > 0)
        {
            TransportResult result = transport.TryWrite(_buffer.AsSpan(_start, Pending));
            if (result.IsError)
            {
                Error = result.Error;
                return false;
            }
            if (result.Count == 0)
                return true;
            _start += result.Count;
            Sent += result.Count;
        }
        Dispose();
        return true;
    }

    public void Dispose()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _start = _end = 0;
    }

    private void Reserve(int more)
    {
        _buffer ??= ArrayPool<byte>.Shared.Rent(Math.Max(SmallGather, more));
        if (_end + more <= _buffer.Length)
            return;
        int held = Pending;
        byte[] larger = held + more <= _buffer.Length ? _buffer : ArrayPool<byte>.Shared.Rent(Math.Max(held + more, _buffer.Length * 2));
        _buffer.AsSpan(_start, held).CopyTo(larger);
        if (larger != _buffer)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (larger, 0, held);
    }
}
