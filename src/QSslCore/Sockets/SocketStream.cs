namespace QSslCore.Sockets;

/// <summary>A socket as a stream: failures are <see cref="IOException"/> with the socket's own exception inside, as users of streams
/// expect.</summary>
/// <remarks>As with all streams, one thread may read while another one writes: the second one leaves the driving to the first.</remarks>
internal sealed class SocketStream(QAbstractSocket socket, bool leaveOpen) : Stream
{
    private bool _closed;
    private int _readTimeout = Timeout.Infinite;
    private int _writeTimeout = Timeout.Infinite;

    /// <summary>The thread that drives the socket for a synchronous call; 0 while there is none.</summary>
    private int _driver;

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
    public override int ReadTimeout
    {
        get => _readTimeout;
        set => _readTimeout = Checked(value);
    }

    /// <summary>Milliseconds; of the synchronous calls only, as with all streams.</summary>
    public override int WriteTimeout
    {
        get => _writeTimeout;
        set => _writeTimeout = Checked(value);
    }

    /// <summary>A read of nothing is a wait for something to read, as with the system's own streams.</summary>
    public override int Read(Span<byte> buffer)
    {
        CheckReadable();
        while (true)
        {
            long n = buffer.IsEmpty ? 0 : socket.Read(buffer);
            if (n > 0 || (buffer.IsEmpty && socket.BytesAvailable > 0))
                return (int)n;
            DriveResult result = Drive(SocketGoal.ReadyRead, ReadTimeout);
            if (result == DriveResult.Satisfied || socket.BytesAvailable > 0)
                continue;
            if (result == DriveResult.TimedOut)
                throw TimedOut(SocketGoal.ReadyRead, ReadTimeout);
            return socket.PeerEndedInGoodOrder ? 0 : throw Failed();
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CheckReadable();
        try
        {
            if (buffer.IsEmpty && socket.BytesAvailable == 0)
                await socket.DriveAsync(SocketGoal.ReadyRead, cancellationToken).ConfigureAwait(false);
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
        CheckWritable();
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
        CheckWritable();
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
        switch (Drive(SocketGoal.AllWritten, WriteTimeout))
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

    private static int Checked(int milliseconds) => milliseconds is > 0 or Timeout.Infinite
        ? milliseconds
        : throw new ArgumentOutOfRangeException(nameof(milliseconds), milliseconds,
            "A time-out is longer than 0 milliseconds, or -1 for none.");

    private DriveResult Drive(SocketGoal goal, int milliseconds)
    {
        int me = Environment.CurrentManagedThreadId;
        int driver = Interlocked.CompareExchange(ref _driver, me, 0);
        if (driver != 0 && driver != me)
            return Await(goal, milliseconds);
        try
        {
            return socket.Drive(goal, milliseconds);
        }
        finally
        {
            // A handler of this thread's own may be reading, too.
            if (driver == 0)
                Volatile.Write(ref _driver, 0);
        }
    }

    private DriveResult Await(SocketGoal goal, int milliseconds)
    {
        using CancellationTokenSource limit = new(milliseconds);
        try
        {
            return socket.DriveAsync(goal, limit.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return DriveResult.TimedOut;
        }
    }

    private void CheckOpen() => ObjectDisposedException.ThrowIf(_closed, this);

    private void CheckReadable()
    {
        CheckOpen();
        if (socket.IsOpen && !socket.IsReadable)
            throw new NotSupportedException("The socket is open for writing only.");
    }

    private void CheckWritable()
    {
        CheckOpen();
        if (socket.IsOpen && !socket.IsWritable)
            throw new NotSupportedException("The socket is open for reading only.");
    }

    private IOException Failed()
    {
        QSslSocketException facts = socket.ToException();
        return new(facts.Message, facts);
    }

    private IOException TimedOut(SocketGoal goal, int milliseconds)
    {
        string text = socket.DescribeTimeout(goal, milliseconds);
        return new(text, new TimeoutException(text));
    }
}
