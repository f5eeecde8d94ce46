using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace QSslCore.Tls.Platform;

/// <summary>
/// What stands to the platform's TLS for a network: a stream that reads from a transport which may have nothing yet. Such
/// a read stays pending until <see cref="Feed"/>, and whoever waits for it goes on inside that call, on its thread.
/// Writes are gathered, and never wait.
/// </summary>
/// <remarks>
/// While the gate is shut what is written is withheld, out of the transport's reach: a client's credentials before the
/// verdict on its peer.
/// </remarks>
internal sealed class CiphertextStream(ITlsTransport transport) : Stream, IValueTaskSource<int>
{
    private const byte AlertRecord = 21;
    private const int FirstBytesKept = 40;

    private readonly ArrayBufferWriter<byte> _withheld = new();
    private ArrayBufferWriter<byte> _gather = new();
    private int _gatherStart;
    private ManualResetValueTaskSourceCore<int> _source;
    private Memory<byte> _destination;
    private volatile bool _isReadPending;

    /// <summary>Sees all ciphertext that comes, before the TLS library does; null when nobody wants to.</summary>
    public Action<ReadOnlySpan<byte>>? Seen { get; set; }

    /// <summary>Asked at each write: whether it must be withheld.</summary>
    public Func<bool>? IsGateShut { get; set; }

    /// <summary>A read waits for ciphertext.</summary>
    public bool IsReadPending => _isReadPending;

    /// <summary>The library was told of the transport's end.</summary>
    public bool HasEnded { get; private set; }

    public SocketError Error { get; private set; }

    public int Pending => _gather.WrittenCount - _gatherStart;

    public int Withheld => _withheld.WrittenCount;

    public long Sent { get; private set; }

    /// <summary>How the peer began, for a word on what it is when it is not TLS.</summary>
    public List<byte> FirstBytes { get; } = [];

    /// <summary>The last alert that left in the clear.</summary>
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

    /// <summary>Gives a pending read what the transport has; false when there is no such read, or nothing to give.</summary>
    public bool Feed()
    {
        if (!_isReadPending || !TryPull(_destination.Span, out int count, out Exception? failure))
            return false;
        // Before the result: whoever waits goes on inside, and asks for more.
        _isReadPending = false;
        _destination = default;
        if (failure is null)
            _source.SetResult(count);
        else
            _source.SetException(failure);
        return true;
    }

    /// <summary>Moves what was gathered to the transport.</summary>
    /// <returns>False when the transport failed.</returns>
    public bool TryFlush()
    {
        while (Pending > 0)
        {
            TransportResult result = transport.TryWrite(_gather.WrittenSpan[_gatherStart..]);
            if (result.IsError)
            {
                Error = result.Error;
                return false;
            }
            if (result.Count == 0)
                return true;
            _gatherStart += result.Count;
            Sent += result.Count;
        }
        _gather.ResetWrittenCount();
        _gatherStart = 0;
        return true;
    }

    /// <summary>Lets what was withheld join what may leave.</summary>
    public void Release()
    {
        _gather.Write(_withheld.WrittenSpan);
        DropWithheld();
    }

    public void DropWithheld() => _withheld.Clear();

    /// <summary>Puts bytes among those that may leave, whatever the gate is.</summary>
    public void Gather(ReadOnlySpan<byte> source)
    {
        if (_gatherStart > 0 && _gatherStart == _gather.WrittenCount)
        {
            _gather.ResetWrittenCount();
            _gatherStart = 0;
        }
        _gather.Write(source);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // It asks so whether there is anything; a true answer would only cost a second read.
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
        NoteAlert(buffer);
        if (IsGateShut?.Invoke() == true && !(IsPlainAlert(buffer) && _withheld.WrittenCount == 0))
            _withheld.Write(buffer);
        else
            Gather(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // The engine does, when a pass is over.
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

    /// <summary>False when the transport has nothing yet.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "An exception is not disposed of.")]
    private bool TryPull(Span<byte> destination, out int count, out Exception? failure)
    {
        count = 0;
        failure = null;
        TransportResult result = transport.TryRead(destination);
        if (result.IsWouldBlock)
            return false;
        if (result.IsError)
        {
            Error = result.Error;
            failure = new IOException($"The connection failed: {result.Error}.");
            return true;
        }
        count = result.Count;
        HasEnded |= count == 0;
        ReadOnlySpan<byte> seen = destination[..count];
        if (FirstBytes.Count < FirstBytesKept)
            FirstBytes.AddRange(seen[..Math.Min(count, FirstBytesKept - FirstBytes.Count)]);
        Seen?.Invoke(seen);
        return true;
    }

    private void NoteAlert(ReadOnlySpan<byte> written)
    {
        if (IsPlainAlert(written))
            AlertSent = (AlertType)written[6];
    }

    private static bool IsPlainAlert(ReadOnlySpan<byte> written) =>
        written is [AlertRecord, _, _, 0, 2, _, _];
}
