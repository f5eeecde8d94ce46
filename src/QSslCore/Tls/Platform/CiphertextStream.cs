using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks.Sources;

namespace QSslCore.Tls.Platform;

/// <summary>
/// The network of the platform's TLS: a stream that reads from an engine, which may not have data yet. Such a read stays pending until
/// <see cref="Feed"/>. The code that awaits it continues inside that call, on its thread. Writes are gathered and never wait.
/// </summary>
internal sealed class CiphertextStream(PlatformEngine engine) : Stream, IValueTaskSource<int>
{
    private const byte AlertRecord = 21;

    private ManualResetValueTaskSourceCore<int> _source;
    private Memory<byte> _destination;
    private volatile bool _isReadPending;

    /// <summary>Receives all incoming ciphertext before the TLS library does; null if nothing needs it.</summary>
    public Action<ReadOnlySpan<byte>>? Seen { get; set; }

    /// <summary>Whether a read waits for ciphertext.</summary>
    public bool IsReadPending => _isReadPending;

    /// <summary>The last alert that was written unencrypted.</summary>
    public AlertType? AlertSent { get; private set; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Completes a pending read with the transport's data. Returns false if no read is pending, or there is no data.</summary>
    public bool Feed()
    {
        if (!_isReadPending || !TryPull(_destination.Span, out int count, out Exception? failure))
            return false;
        // Do this before the result is set: the awaiting code continues inside that call and reads again.
        _isReadPending = false;
        _destination = default;
        if (failure is null)
            _source.SetResult(count);
        else
            _source.SetException(failure);
        return true;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The library reads zero bytes to ask whether data is available. Answering yes would only cost a second read.
        if (buffer.IsEmpty)
            return new(0);
        if (TryPull(buffer.Span, out int count, out Exception? failure))
            return failure is null ? new(count) : ValueTask.FromException<int>(failure);
        _source.Reset();
        _destination = buffer;
        _isReadPending = true;
        return new(this, _source.Version);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer is [AlertRecord, _, _, 0, 2, _, byte alert])
            AlertSent = (AlertType)alert;
        engine.Put(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // The engine flushes at the end of each call.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    int IValueTaskSource<int>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    protected override void Dispose(bool disposing)
    {
        if (disposing && _isReadPending)
        {
            _isReadPending = false;
            _destination = default;
            _source.SetException(new ObjectDisposedException(nameof(CiphertextStream)));
        }
        base.Dispose(disposing);
    }

    /// <summary>Returns false if the transport has no data yet.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "An exception is not disposed of.")]
    private bool TryPull(Span<byte> destination, out int count, out Exception? failure)
    {
        count = 0;
        failure = null;
        TransportResult result = engine.Pull(destination);
        if (result.IsWouldBlock)
            return false;
        if (result.IsError)
        {
            failure = new IOException($"The connection failed: {result.Error}.");
            return true;
        }
        count = result.Count;
        Seen?.Invoke(destination[..count]);
        return true;
    }
}
