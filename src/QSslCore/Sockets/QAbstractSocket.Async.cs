using System.Runtime.CompilerServices;
using QSslCore.Sockets;

namespace QSslCore;

// Awaitable forms.
public abstract partial class QAbstractSocket
{
    /// <summary>Connects. The task completes when the TCP connection is established, even if it has already ended by then.</summary>
    /// <param name="hostName">A host name or an address. Internationalized names are supported.</param>
    /// <param name="port">The port, 1 to 65535.</param>
    /// <param name="cancellationToken">Cancels the wait and aborts the attempt.</param>
    /// <exception cref="QSslSocketException">The connection cannot be established, or the socket is in use. In the latter case, the
    /// existing connection remains unchanged.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public Task ConnectToHostAsync(string hostName, int port, CancellationToken cancellationToken = default) =>
        StartAsync(nameof(ConnectToHost), () => ConnectToHost(hostName, port), SocketGoal.HasConnected, cancellationToken);

    /// <summary>Waits for the first byte and reads the available data.</summary>
    /// <param name="destination">The buffer to write to.</param>
    /// <param name="cancellationToken">Cancels the wait. No data is lost.</param>
    /// <returns>The number of bytes, or 0 if the peer has closed the connection in order.</returns>
    /// <exception cref="QSslSocketException">The connection failed, was closed on this side, or was never established.</exception>
    /// <exception cref="InvalidOperationException">The device is open for writing only.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        CheckUsable(OpenMode.ReadOnly);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long n = Read(destination.Span);
            if (n > 0 || destination.IsEmpty)
                return (int)n;
            DriveResult result = await DriveAsync(SocketGoal.ReadyRead, cancellationToken).ConfigureAwait(false);
            if (result == DriveResult.Failed && BytesAvailable == 0)
                return PeerEndedInGoodOrder ? 0 : throw ToException();
        }
    }

    /// <summary>Writes bytes and waits until this side has sent them.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="cancellationToken">Cancels the wait. The bytes remain in the queue, unless the token was canceled before the
    /// call.</param>
    /// <exception cref="QSslSocketException">The connection failed, was closed, or was never established.</exception>
    /// <exception cref="InvalidOperationException">The device is open for reading only.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        CheckUsable(OpenMode.WriteOnly);
        cancellationToken.ThrowIfCancellationRequested();
        if (Write(data.Span) < 0)
            throw ToException();
        // Mostly the system takes it at once, and there is nothing to await.
        if (_connection.HandlerException is null && Strand.TryAdvance(Check(SocketGoal.AllWritten).IsReached))
            return;
        await AwaitAsync(SocketGoal.AllWritten, abortOnCancel: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connection in order. The task completes when the connection has ended.</summary>
    /// <param name="cancellationToken">Cancels the wait. The connection still closes.</param>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public async Task DisconnectFromHostAsync(CancellationToken cancellationToken = default)
    {
        DisconnectFromHost();
        await DriveAsync(SocketGoal.Disconnected, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Closes the connection in order, which sends all written data, and frees all resources. The call gives up after five seconds. If the
    /// event loop cannot drive the socket because a listener is bound to a thread, it gives up immediately and does the same as
    /// <see cref="Dispose()"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(s_patience);
        try
        {
            if (!IsDisposed && State != SocketState.UnconnectedState)
                await DisconnectFromHostAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
        {
            // What follows ends it in any case.
        }
        finally
        {
            Dispose();
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Returns the socket as a stream. Closing the stream closes the connection and disposes of the socket, unless
    /// <paramref name="leaveOpen"/> is true.</summary>
    /// <param name="leaveOpen">True to leave the socket open when the stream is closed.</param>
    public Stream AsStream(bool leaveOpen = false) => new SocketStream(this, leaveOpen);

    /// <summary>All data has arrived, and the peer has said that there is no more.</summary>
    internal bool PeerEndedInGoodOrder => PeerHasFinished && !_connection.WasCutShort;

    /// <summary>The peer sends no more data.</summary>
    private protected virtual bool PeerHasFinished => _connection.WasClosedByPeer;

    /// <summary>The last failure as an exception, with everything known about it.</summary>
    internal virtual QSslSocketException ToException() => new(FailureText) { Error = Error, Target = TargetText };

    /// <summary>The last failure as text. This includes an end that is not a failure but that the calling code treats as one.</summary>
    private protected string FailureText => this switch
    {
        { IsDisposed: true } => "The socket has been disposed of.",
        { PeerHasFinished: false, _connection.WasEndedHere: true } => $"The connection to {TargetText} was closed on this side.",
        { State: SocketState.UnconnectedState, ErrorString: UnknownError } => "The socket is not connected.",
        _ => ErrorString,
    };

    /// <summary>Lets the event loop drive the socket until it reaches the goal or can no longer reach it, without a waiting thread or a
    /// listener.</summary>
    /// <exception cref="InvalidOperationException">A listener is bound to a thread, so the event loop cannot drive the socket.</exception>
    internal void DriveInBackground(SocketGoal goal) => _ = DriveAsync(goal, CancellationToken.None).AsTask();

    /// <summary>Lets the event loop drive the socket. The result must be awaited once.</summary>
    internal ValueTask<DriveResult> DriveAsync(SocketGoal goal, CancellationToken cancellationToken)
    {
        if (_connection.HandlerException is { } failure)
        {
            _connection.HandlerException = null;
            return ValueTask.FromException<DriveResult>(failure);
        }
        GoalCheck check = Check(goal);
        return Strand.DriveAsync(check.IsReached, check.IsHopeless, cancellationToken);
    }

    /// <summary>Starts a connection, and awaits it.</summary>
    /// <param name="operation">The name of the starting method, for messages.</param>
    /// <param name="start">The action that starts the connection, unless it is refused.</param>
    /// <param name="goal">The goal to reach.</param>
    /// <param name="cancellationToken">Cancels the wait and aborts the attempt.</param>
    private protected Task StartAsync(string operation, Action start, SocketGoal goal, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        int before = _generation;
        start();
        if (_generation != before)
            return AwaitAsync(goal, abortOnCancel: true, cancellationToken);
        // Refused. What stands already is another connection than the one that was asked for.
        bool isBusy = State is not (SocketState.UnconnectedState or SocketState.BoundState);
        return Task.FromException(
            isBusy ? new QSslSocketException(DescribeBusy(operation)) { Error = QSocketError.OperationError, Target = TargetText }
                : ToException());
    }

    private void CheckUsable(OpenMode needed)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (IsOpen && !OpenMode.HasFlag(needed))
            throw new InvalidOperationException($"The socket is open for {(needed == OpenMode.ReadOnly ? "writing" : "reading")} only.");
    }

    private protected async Task AwaitAsync(SocketGoal goal, bool abortOnCancel, CancellationToken cancellationToken)
    {
        try
        {
            if (await DriveAsync(goal, cancellationToken).ConfigureAwait(false) == DriveResult.Failed)
                throw ToException();
        }
        catch (OperationCanceledException) when (abortOnCancel)
        {
            Abort();
            throw;
        }
    }
}
