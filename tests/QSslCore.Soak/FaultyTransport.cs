using System.Net.Sockets;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Soak;

/// <summary>An end of a connection in memory whose incoming bytes suffer a fault at one of them.</summary>
/// <param name="inner">The end.</param>
/// <param name="fault">What happens; null for nothing at all.</param>
/// <param name="at">At which byte, counted from 0.</param>
/// <param name="change">What a corrupted byte is combined with, not 0.</param>
internal sealed class FaultyTransport(MemoryTransport inner, WireFault? fault, long at, byte change) : ITlsTransport
{
    private readonly byte[] _one = new byte[1];
    private long _read;
    private bool _isTwice;
    private bool _isOver;

    /// <summary>Whether the bytes came as far as the fault.</summary>
    public bool HasHappened { get; private set; }

    /// <summary>How many bytes went through, either way.</summary>
    public long Moved { get; private set; }

    /// <summary>The other side has hung up, which a stalled end does not hear of.</summary>
    public void HangUp() => inner.Ended = true;

    /// <summary>The connection ends for a stalled end, too.</summary>
    public void End()
    {
        _isOver = true;
        HangUp();
    }

    public TransportResult TryRead(Span<byte> destination)
    {
        if (destination.IsEmpty || fault is null)
            return Note(inner.TryRead(destination));
        if (fault == WireFault.OneByte)
        {
            HasHappened = true;
            return Note(inner.TryRead(destination[..1]));
        }
        if (_isTwice)
        {
            _isTwice = false;
            destination[0] = _one[0];
            return Note(TransportResult.Moved(1));
        }
        if (_read < at)
            return Note(inner.TryRead(destination[..(int)Math.Min(destination.Length, at - _read)]));
        if (_read > at || inner.Waiting == 0)
            return fault == WireFault.Stalled && HasHappened ? Silence() : Note(inner.TryRead(destination));
        HasHappened = true;
        switch (fault)
        {
            case WireFault.Cut:
                return TransportResult.EndOfStream;
            case WireFault.Reset:
                return TransportResult.Failed(SocketError.ConnectionReset);
            case WireFault.Stalled:
                return Silence();
            default:
                TransportResult result = inner.TryRead(_one);
                _isTwice = fault == WireFault.Duplicated;
                destination[0] = fault == WireFault.Corrupted ? (byte)(_one[0] ^ change) : _one[0];
                return Note(result);
        }
    }

    public TransportResult TryWrite(ReadOnlySpan<byte> source)
    {
        TransportResult result = inner.TryWrite(source);
        Moved += result.Count;
        return result;
    }

    private TransportResult Silence() => _isOver ? TransportResult.EndOfStream : TransportResult.WouldBlock;

    private TransportResult Note(TransportResult result)
    {
        _read += result.Count;
        Moved += result.Count;
        return result;
    }
}
