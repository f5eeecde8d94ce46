using System.Buffers.Binary;
using QSslCore.Probing.Messages;
using QSslCore.Probing.Surveys;

namespace QSslCore.Probing.Sessions;

/// <summary>
/// Records over a line, within limits: an answer is complete within a time since the last question, and a connection brings no more than
/// some bytes. The peer's ways to end are values, no exceptions.
/// </summary>
internal sealed class RecordChannel(IProbeLine line, TimeSpan limit) : IAsyncDisposable
{
    /// <summary>The longest payload of a protected record (RFC 5246, 6.2.3).</summary>
    private const int MaxPayload = (1 << 14) + 2048;

    /// <summary>What a probe reads of one connection; a flight with a chain of certificates has some kilobytes.</summary>
    private const int MaxReceived = 256 << 10;

    private readonly byte[] _buffer = new byte[16 << 10];
    private int _start, _end, _received;
    private DateTime _deadline = DateTime.UtcNow + limit;

    /// <summary>Why <see cref="ReadAsync"/> gave no record.</summary>
    public LineEnd End { get; private set; }

    /// <summary>Whether any byte came.</summary>
    public bool HasReceived => _received > 0;

    /// <summary>Sends bytes as they are. A peer that is gone shows in the next read.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        _deadline = DateTime.UtcNow + limit;
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(limit);
        try
        {
            await line.SendAsync(data, patience.Token).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // What it said before is read all the same.
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            End = LineEnd.Silent;
        }
    }

    /// <summary>The next record; null when none comes, and <see cref="End"/> says why.</summary>
    public async Task<TlsRecord?> ReadAsync(CancellationToken cancellation)
    {
        if (await FillAsync(5, cancellation).ConfigureAwait(false) is not { Length: 5 } header)
            return _end > _start ? Cut() : null;
        int version = BinaryPrimitives.ReadUInt16BigEndian(header.Span[1..]);
        int length = BinaryPrimitives.ReadUInt16BigEndian(header.Span[3..]);
        byte type = header.Span[0];
        if (type is < TlsRecord.ChangeCipherSpec or > TlsRecord.Heartbeat || version >> 8 != 3 || length > MaxPayload)
        {
            End = LineEnd.Unintelligible;
            return null;
        }
        byte[] payload = new byte[length];
        for (int filled = 0; filled < length;)
        {
            ReadOnlyMemory<byte> piece = await FillAsync(1, cancellation, length - filled).ConfigureAwait(false);
            if (piece.IsEmpty)
                return Cut();
            piece.CopyTo(payload.AsMemory(filled));
            filled += piece.Length;
        }
        return new(type, version, payload);
    }

    /// <summary>Bytes that are no records, up to the end of the connection or so many; for SSL 2.0 and for plain text.</summary>
    public Task<ReadOnlyMemory<byte>> ReadBytesAsync(int most, CancellationToken cancellation) => FillAsync(1, cancellation, most);

    public ValueTask DisposeAsync() => line.DisposeAsync();

    /// <summary>Takes as many bytes as there are, at least and at most so many; none at the end.</summary>
    private async Task<ReadOnlyMemory<byte>> FillAsync(int least, CancellationToken cancellation, int most = 0)
    {
        while (_end - _start < least)
        {
            if (End != LineEnd.None || !await ReceiveAsync(cancellation).ConfigureAwait(false))
                return default;
        }
        int taken = Math.Min(_end - _start, Math.Max(least, most));
        _start += taken;
        return _buffer.AsMemory(_start - taken, taken);
    }

    private async Task<bool> ReceiveAsync(CancellationToken cancellation)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        TimeSpan left = _deadline - DateTime.UtcNow;
        int count = 0;
        if (left <= TimeSpan.Zero)
            return EndWith(LineEnd.Silent);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(left);
        try
        {
            count = await line.ReceiveAsync(_buffer.AsMemory(_end), patience.Token).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return EndWith(LineEnd.Reset);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return EndWith(LineEnd.Silent);
        }
        if (count == 0)
            return EndWith(LineEnd.Closed);
        _end += count;
        _received += count;
        return _received <= MaxReceived || EndWith(LineEnd.Unintelligible);
    }

    /// <summary>An end amid a record is not an orderly one.</summary>
    private TlsRecord? Cut()
    {
        if (End == LineEnd.Closed)
            End = LineEnd.Cut;
        return null;
    }

    private bool EndWith(LineEnd end)
    {
        End = end;
        return false;
    }
}
