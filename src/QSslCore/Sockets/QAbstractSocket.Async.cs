using System.Runtime.CompilerServices;
using QSslCore.Sockets;

namespace QSslCore;

/// <content>Awaitable forms.</content>
public abstract partial class QAbstractSocket
{
    /// <summary>Connects; the task completes when the TCP connection is established, even if it has ended again by then.</summary>
    /// <param name="hostName">A host name (international ones, too) or an address.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="cancellationToken">Gives up, and aborts the attempt.</param>
    /// <exception cref="QSslSocketException">It cannot be made; or the socket is in use, and its connection stays as it is.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task ConnectToHostAsync(string hostName, int port, CancellationToken cancellationToken = default) =>
        StartAsync(nameof(ConnectToHost), () => ConnectToHost(hostName, port), SocketGoal.HasConnected, cancellationToken);

    /// <summary>Reads what there is, waiting for the first byte.</summary>
    /// <param name="destination">Where to put it.</param>
    /// <param name="cancellationToken">Gives up; nothing is lost.</param>
    /// <returns>The number of bytes; 0 when the peer has ended the connection in good order.</returns>
    /// <exception cref="QSslSocketException">The connection failed, was ended on this side, or was never made.</exception>
    /// <exception cref="InvalidOperationException">The device is open for writing only.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
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

    /// <summary>Writes bytes and waits until they have left this side.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="cancellationToken">Gives up waiting; the bytes stay queued, unless it was cancelled before.</param>
    /// <exception cref="QSslSocketException">The connection failed, was ended, or was never made.</exception>
    /// <exception cref="InvalidOperationException">The device is open for reading only.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
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

    /// <summary>Ends the connection in good order; the task is done when it has ended.</summary>
    /// <param name="cancellationToken">Gives up waiting; the end stays under way.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task DisconnectFromHostAsync(CancellationToken cancellationToken = default)
    {
        DisconnectFromHost();
        await DriveAsync(SocketGoal.Disconnected, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Ends the connection in good order, which sends what was written, and frees everything. It gives up after five seconds,
    /// and at once where the event loop may not drive (a listener is bound to a thread): then it is as <see cref="Dispose()"/>.
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

    /// <summary>The socket as a stream; closing the stream disconnects, and disposes of the socket unless told otherwise.</summary>
    /// <param name="leaveOpen">Leave the socket alone when the stream is closed.</param>
    public Stream AsStream(bool leaveOpen = false) => new SocketStream(this, leaveOpen);

    /// <summary>All that was sent has come: the peer said that there is no more.</summary>
    internal bool PeerEndedInGoodOrder => PeerHasFinished && !_connection.WasCutShort;

    /// <summary>The peer will send no more.</summary>
    private protected virtual bool PeerHasFinished => _connection.WasClosedByPeer;

    /// <summary>The last failure as an exception, with everything known about it.</summary>
    internal virtual QSslSocketException ToException() => new(FailureText) { Error = Error, Target = TargetText };

    /// <summary>The last failure in words, also where the end was no failure but comes as one to the code that goes on.</summary>
    private protected string FailureText => this switch
    {
        { IsDisposed: true } => "The socket has been disposed of.",
        { PeerHasFinished: false, _connection.WasEndedHere: true } => $"The connection to {TargetText} was ended on this side.",
        { State: SocketState.UnconnectedState, ErrorString: UnknownError } => "The socket is not connected.",
        _ => ErrorString,
    };

    /// <summary>Lets the event loop drive until the goal is reached or can no longer be, without a waiting thread or a listener.</summary>
    /// <exception cref="InvalidOperationException">A listener is bound to a thread, so the loop may not drive.</exception>
    internal void DriveInBackground(SocketGoal goal) => _ = DriveAsync(goal, CancellationToken.None).AsTask();

    /// <summary>Has the event loop drive; to be awaited once.</summary>
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
    /// <param name="operation">What starts it, for messages.</param>
    /// <param name="start">Starts it, unless it is refused.</param>
    /// <param name="goal">When it is there.</param>
    /// <param name="cancellationToken">Gives up, and aborts the attempt.</param>
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
