using QSslCore.Sockets;

namespace QSslCore;

// Awaitable forms.
public partial class QTcpServer
{
    /// <summary>Waits until a connection can be taken with <see cref="NextPendingConnection"/>. The event loop accepts connections
    /// meanwhile. Several threads may call this at the same time.</summary>
    /// <param name="cancellationToken">Cancels the wait. No connection is lost.</param>
    /// <returns>True if a connection can be taken. False if the server does not listen or stops listening.</returns>
    /// <exception cref="InvalidOperationException">A script block listens to an event of the server, so the event loop cannot accept
    /// connections.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed of before the call.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public async Task<bool> WaitForNewConnectionAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return await _strand.DriveAsync(
            () => HasPendingConnections, () => !IsListening, cancellationToken).ConfigureAwait(false) == DriveResult.Satisfied;
    }

    /// <summary>Takes the next connection, or waits for one. Any thread may call this. Several callers each get a connection.</summary>
    /// <param name="cancellationToken">Cancels the wait. No connection is lost.</param>
    /// <returns>The socket, which the caller then owns.</returns>
    /// <exception cref="QSslSocketException">The server does not listen, or was closed during the wait.</exception>
    /// <exception cref="InvalidOperationException">A script block listens to an event of the server, so the event loop cannot accept
    /// connections.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed of before the call.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public async Task<QTcpSocket> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await WaitForNewConnectionAsync(cancellationToken).ConfigureAwait(false))
        {
            // Another caller may have taken the connection.
            if (NextPendingConnection() is { } socket)
                return socket;
        }
        throw new QSslSocketException("No connection can be accepted: the server does not listen.")
        {
            Error = QSocketError.OperationError,
        };
    }

    /// <summary>Stops listening and aborts the connections that were not taken, as <see cref="Dispose()"/> does. It completes without
    /// waiting. It is safe to call this from any thread and more than once.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
