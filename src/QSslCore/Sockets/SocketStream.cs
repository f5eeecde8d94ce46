namespace QSslCore.Sockets;

/// <summary>A socket as a stream.</summary>
internal sealed class SocketStream(QAbstractSocket socket, bool leaveOpen) : Stream
{
    public override bool CanRead => socket.IsReadable;

    public override bool CanSeek => false;

    public override bool CanWrite => socket.IsWritable;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            long n = socket.Read(buffer);
            if (n > 0 || buffer.IsEmpty)
                return (int)n;
            if (socket.Drive(SocketGoal.ReadyRead, ReadTimeout) is DriveResult.Satisfied || socket.BytesAvailable > 0)
                continue;
            return socket.EndedInGoodOrder ? 0 : throw new IOException(socket.ErrorString, socket.ToException());
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        socket.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (socket.Write(buffer) < 0)
            throw new IOException(socket.ErrorString, socket.ToException());
        Flush();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        socket.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        if (socket.Drive(SocketGoal.AllWritten, WriteTimeout) != DriveResult.Satisfied)
            throw new IOException(socket.ErrorString, socket.ToException());
    }

    public override int ReadTimeout { get; set; } = Timeout.Infinite;

    public override int WriteTimeout { get; set; } = Timeout.Infinite;

    public override bool CanTimeout => true;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
        {
            socket.DisconnectFromHost();
            socket.Dispose();
        }
        base.Dispose(disposing);
    }
}
