using System.Buffers;

namespace QSslCore.Tls.Platform;

// Encrypted data and the end of a session.
internal sealed partial class PlatformEngine
{
    private const int RecordLength = 16 * 1024;

    /// <summary>
    /// The library stores its answer to a request for new keys until the next write. If this side only reads, a peer that sends endless
    /// requests would fill its memory. This number of answers takes less than half a MiB.
    /// </summary>
    private const long MaxAnswersKept = 16 * 1024;

    /// <summary>The minimum size of a message, and the bytes that TLS 1.3 adds to the content of a record: its type and a tag.</summary>
    private const int MinMessageLength = 5, RecordOverhead = 1 + 16;

    /// <summary>A peer may send one more request for each such number of data bytes, because an answer is small in comparison.</summary>
    private const int DataForAnswer = 1024;

    /// <summary>The totals at the last write of this side: whole records received, their content, and data.</summary>
    private (long Records, long Content, long Data) _answered;
    private long _received;

    private byte[]? _plain;
    private int _plainStart;
    private int _plainEnd;
    private Task<int>? _reading;
    private TlsEngineStatus? _end;

    protected override TlsEngineStatus ReadCore(Span<byte> destination, out int count)
    {
        count = 0;
        TlsEngineStatus status = TlsEngineStatus.Complete;
        while (count < destination.Length)
        {
            if (_plainStart == _plainEnd && (status = Decrypt()) != TlsEngineStatus.Complete)
                break;
            int taken = Math.Min(destination.Length - count, _plainEnd - _plainStart);
            _plain.AsSpan(_plainStart, taken).CopyTo(destination[count..]);
            _plainStart += taken;
            count += taken;
        }
        return status;
    }

    protected override TlsEngineStatus WriteCore(ReadOnlySpan<byte> source, out int count)
    {
        count = 0;
        int length = Math.Min(source.Length, RecordLength);
        byte[] record = ArrayPool<byte>.Shared.Rent(length);
        source[..length].CopyTo(record);
        try
        {
            Task written;
            using (new Inline())
                written = _ssl.WriteAsync(record.AsMemory(0, length)).AsTask();
            // The write never waits, because its output is gathered.
            written.GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return Diagnose(e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(record, clearArray: true);
        }
        count = length;
        _answered = (_records.Complete, _records.Content, _received);
        return TlsEngineStatus.Complete;
    }

    protected override TlsEngineStatus ShutdownCore()
    {
        if (!HasTransportEnded)
        {
            using (new Inline())
                _ssl.ShutdownAsync().GetAwaiter().GetResult();
        }
        return TlsEngineStatus.Complete;
    }

    /// <summary>Decrypts the next data. Returns Complete if there is some, otherwise the reason why there is none.</summary>
    private TlsEngineStatus Decrypt()
    {
        if (_end is { } end)
            return end;
        if (_reading is null)
        {
            _plain ??= ArrayPool<byte>.Shared.Rent(RecordLength);
            using (new Inline())
                _reading = _ssl.ReadAsync(_plain).AsTask();
        }
        Advance(_reading);
        if (HasTooManyAnswers)
            return (_end = Fail(new("the peer requests new keys endlessly"))).Value;
        if (!_reading.IsCompleted)
        {
            // The library has processed all whole records that it received, and none was an alert.
            _peerHasGoneOn |= Role == SslMode.SslClientMode && _records.Complete > _handshakeRecords;
            return TlsEngineStatus.WantRead;
        }
        Task<int> read = _reading;
        _reading = null;
        if (read.IsFaulted)
        {
            TlsEngineStatus status = Diagnose(read.Exception.InnerException!);
            _end = status;
            return status;
        }
        _plainStart = 0;
        _plainEnd = read.Result;
        _received += read.Result;
        if (_plainEnd > 0)
            return TlsEngineStatus.Complete;
        _end = HasTransportEnded ? TlsEngineStatus.Truncated : TlsEngineStatus.Closed;
        return _end.Value;
    }

    /// <summary>
    /// The library does not report requests for new keys. Their maximum number follows from the bytes that were received beside data, and
    /// from the number of records. Records that contain only data leave no such bytes.
    /// </summary>
    private bool HasTooManyAnswers
    {
        get
        {
            if (_records.Complete - _answered.Records < MaxAnswersKept || SessionProtocol != SslProtocol.TlsV1_3)
                return false;
            (long records, long data) = (_records.Complete - _answered.Records, _received - _answered.Data);
            long beside = _records.Content - _answered.Content - records * RecordOverhead - data;
            return Math.Min(records, beside / MinMessageLength) - data / DataForAnswer > MaxAnswersKept;
        }
    }

    private void ReturnPlain()
    {
        // A read that is still pending may write into the buffer.
        if (_plain is not null && _reading is null or { IsCompleted: true })
            ArrayPool<byte>.Shared.Return(_plain!, clearArray: true);
        _reading?.Exception?.Handle(_ => true);
        _plain = null;
        _plainStart = _plainEnd = 0;
    }
}
