using QSslCore.Probing.Surveys;

namespace QSslCore.Probing;

/// <summary>A plain connection of a socket.</summary>
/// <param name="socket">Connected; it is this line's.</param>
/// <param name="closed">Called once, when the line is closed.</param>
internal sealed class SocketLine(QSslSocket socket, Action closed) : IProbeLine
{
    private Action? _closed = closed;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        try
        {
            await socket.WriteAsync(data, cancellation).ConfigureAwait(false);
        }
        catch (QSslSocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await socket.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (QSslSocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, null) is not { } tell)
            return ValueTask.CompletedTask;
        // Nothing is left to say: a probe does not wait for the host's goodbye.
        socket.Abort();
        socket.Dispose();
        tell();
        return ValueTask.CompletedTask;
    }
}
