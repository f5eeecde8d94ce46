using System.Buffers;

namespace QSslCore.Tls.Platform;

/// <content>Encrypted data, and the end of a session.</content>
internal sealed partial class PlatformEngine
{
    private const int RecordLength = 16 * 1024;

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
            // It never waits: what it writes is gathered.
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

    /// <summary>Has the next data decrypted. Complete when there is some, else what there is instead.</summary>
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
        if (!_reading.IsCompleted)
        {
            // The library has dealt with all whole records that it was given, and none was an alert.
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
        if (_plainEnd > 0)
            return TlsEngineStatus.Complete;
        _end = HasTransportEnded ? TlsEngineStatus.Truncated : TlsEngineStatus.Closed;
        return _end.Value;
    }

    private void ReturnPlain()
    {
        // A read that is still under way may write into it.
        if (_plain is not null && _reading is null or { IsCompleted: true })
            ArrayPool<byte>.Shared.Return(_plain!, clearArray: true);
        _reading?.Exception?.Handle(_ => true);
        _plain = null;
        _plainStart = _plainEnd = 0;
    }
}
