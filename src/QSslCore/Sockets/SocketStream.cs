namespace QSslCore.Sockets;

/// <summary>A socket as a stream: failures are <see cref="IOException"/> with the socket's own exception inside, as users of streams expect.</summary>
internal sealed class SocketStream(QAbstractSocket socket, bool leaveOpen) : Stream
{
    private bool _closed;

    public override bool CanRead => !_closed && socket.IsReadable;

    public override bool CanSeek => false;

    public override bool CanWrite => !_closed && socket.IsWritable;

    public override bool CanTimeout => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Milliseconds; of the synchronous calls only, as with all streams.</summary>
    public override int ReadTimeout { get; set; } = Timeout.Infinite;

    /// <summary>Milliseconds; of the synchronous calls only, as with all streams.</summary>
    public override int WriteTimeout { get; set; } = Timeout.Infinite;

    public override int Read(Span<byte> buffer)
    {
        CheckOpen();
        while (true)
        {
            long n = socket.Read(buffer);
            if (n > 0 || buffer.IsEmpty)
                return (int)Math.Max(0, n);
            DriveResult result = socket.Drive(SocketGoal.ReadyRead, ReadTimeout);
            if (result == DriveResult.Satisfied || socket.BytesAvailable > 0)
                continue;
            if (result == DriveResult.TimedOut)
                throw TimedOut(SocketGoal.ReadyRead, ReadTimeout);
            return socket.EndedInGoodOrder ? 0 : throw Failed();
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CheckOpen();
        try
        {
            return await socket.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (QSslSocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        CheckOpen();
        if (socket.Write(buffer) < 0)
            throw Failed();
        Flush();
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CheckOpen();
        try
        {
            await socket.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (QSslSocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override void Flush()
    {
        CheckOpen();
        switch (socket.Drive(SocketGoal.AllWritten, WriteTimeout))
        {
            case DriveResult.Satisfied:
                return;
            case DriveResult.TimedOut:
                throw TimedOut(SocketGoal.AllWritten, WriteTimeout);
            default:
                throw Failed();
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken) =>
        await WriteAsync(ReadOnlyMemory<byte>.Empty, cancellationToken).ConfigureAwait(false);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (!_closed && !leaveOpen)
            await socket.DisposeAsync().ConfigureAwait(false);
        _closed = true;
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed && !leaveOpen)
        {
            socket.DisconnectFromHost();
            socket.Dispose();
        }
        _closed = true;
        base.Dispose(disposing);
    }

    private void CheckOpen() => ObjectDisposedException.ThrowIf(_closed, this);

    private IOException Failed() => new(socket.ErrorString, socket.ToException());

    private IOException TimedOut(SocketGoal goal, int milliseconds)
    {
        string text = socket.DescribeTimeout(goal, milliseconds);
        return new(text, new TimeoutException(text));
    }
}
