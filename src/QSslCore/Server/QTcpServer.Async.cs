using QSslCore.Sockets;

namespace QSslCore;

/// <content>Awaitable forms.</content>
public partial class QTcpServer
{
    /// <summary>Waits until a connection can be taken with <see cref="NextPendingConnection"/>; the event loop accepts meanwhile. Any
    /// thread, also several at once.</summary>
    /// <param name="cancellationToken">Gives up waiting; no connection is lost.</param>
    /// <returns>True when one can be taken; false when the server does not listen, or stops to.</returns>
    /// <exception cref="InvalidOperationException">A script block listens to an event of the server, so the event loop may not
    /// accept.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed of before the call.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<bool> WaitForNewConnectionAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return await _strand.DriveAsync(
            () => HasPendingConnections, () => !IsListening, cancellationToken).ConfigureAwait(false) == DriveResult.Satisfied;
    }

    /// <summary>Takes the next connection, and waits for one where there is none. Any thread; several callers get a connection
    /// each.</summary>
    /// <param name="cancellationToken">Gives up waiting; no connection is lost.</param>
    /// <returns>The socket, which is the caller's from then on.</returns>
    /// <exception cref="QSslSocketException">The server does not listen, or was closed meanwhile.</exception>
    /// <exception cref="InvalidOperationException">A script block listens to an event of the server, so the event loop may not
    /// accept.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed of before the call.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<QTcpSocket> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await WaitForNewConnectionAsync(cancellationToken).ConfigureAwait(false))
        {
            // Another caller may have been faster.
            if (NextPendingConnection() is { } socket)
                return socket;
        }
        throw new QSslSocketException("No connection can be accepted: the server does not listen.")
        {
            Error = QSocketError.OperationError,
        };
    }

    /// <summary>Stops listening and aborts what was not taken, as <see cref="Dispose()"/> does: an end of a server has nothing to wait
    /// for. Safe from any thread, more than once.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
