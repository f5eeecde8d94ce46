using System.Runtime.ExceptionServices;
using QSslCore.Sockets;

namespace QSslCore;

// Waiting.
public abstract partial class QAbstractSocket
{
    private GoalCheck? _readyReadCheck;
    private GoalCheck? _allWrittenCheck;

    /// <summary>Waits until the TCP connection is established.</summary>
    /// <param name="milliseconds">The maximum time to wait, in milliseconds. The value -1 means no limit.</param>
    /// <returns>
    /// True if the connection is established. If the wait times out, the attempt is aborted: the state is unconnected and the error is
    /// <see cref="QSocketError.SocketTimeoutError"/>.
    /// </returns>
    /// <exception cref="InvalidOperationException">Another thread is waiting on this socket.</exception>
    [QtMember("QAbstractSocket::waitForConnected")]
    public bool WaitForConnected(int milliseconds = 30000)
    {
        DriveResult result = Drive(SocketGoal.Connected, milliseconds);
        if (result == DriveResult.TimedOut && State is SocketState.HostLookupState or SocketState.ConnectingState)
        {
            string text = DescribeTimeout(SocketGoal.Connected, milliseconds);
            Strand.Execute(() => Terminate(QSocketError.SocketTimeoutError, text));
        }
        return result == DriveResult.Satisfied;
    }

    /// <summary>Waits until there is data to read that no earlier wait has reported.</summary>
    /// <param name="milliseconds">The maximum time to wait, in milliseconds. The value -1 means no limit.</param>
    /// <returns>False if the wait times out or no more data can arrive. A time-out does not close the connection.</returns>
    /// <exception cref="InvalidOperationException">Another thread is waiting on this socket.</exception>
    [QtMember("QIODevice::waitForReadyRead")]
    [QtMember("QAbstractSocket::waitForReadyRead")]
    public bool WaitForReadyRead(int milliseconds = 30000) => WaitFor(SocketGoal.ReadyRead, milliseconds);

    /// <summary>Waits until written data is passed to the network. If no data remains to write, all of it has been passed on.</summary>
    /// <param name="milliseconds">The maximum time to wait, in milliseconds. The value -1 means no limit.</param>
    /// <returns>False if no data was pending, the wait times out, or the connection failed. A time-out does not close the
    /// connection.</returns>
    /// <exception cref="InvalidOperationException">Another thread is waiting on this socket.</exception>
    [QtMember("QIODevice::waitForBytesWritten")]
    [QtMember("QAbstractSocket::waitForBytesWritten")]
    public bool WaitForBytesWritten(int milliseconds = 30000)
    {
        if (State == SocketState.UnconnectedState)
        {
            WarnOfMisuse($"{GetType().Name}.WaitForBytesWritten: the socket is not connected.");
            return false;
        }
        return (HasPendingOutput || _connection.HasUnreportedOutput) && WaitFor(SocketGoal.BytesWritten, milliseconds);
    }

    /// <summary>Waits until the connection has ended.</summary>
    /// <param name="milliseconds">The maximum time to wait, in milliseconds. The value -1 means no limit.</param>
    /// <returns>
    /// True if the connection ends within the limit or has already ended. False if the wait times out or there was no connection. (Qt
    /// returns false with a warning if the connection ended before the call, which the caller cannot know.)
    /// </returns>
    /// <exception cref="InvalidOperationException">Another thread is waiting on this socket.</exception>
    [QtMember("QAbstractSocket::waitForDisconnected")]
    public bool WaitForDisconnected(int milliseconds = 30000)
    {
        if (State == SocketState.UnconnectedState && !_connection.WasEstablished)
        {
            WarnOfMisuse($"{GetType().Name}.WaitForDisconnected: the socket is not connected.");
            return false;
        }
        return WaitFor(SocketGoal.Disconnected, milliseconds);
    }

    /// <summary>The wait that all other waits use, including those of cmdlets.</summary>
    /// <param name="goal">The goal to wait for.</param>
    /// <param name="milliseconds">The maximum time to wait, in milliseconds. The value -1 means no limit.</param>
    /// <param name="onIdle">An action that is called about every 100 ms on this thread.</param>
    /// <param name="interrupted">A condition that ends the wait successfully. It is evaluated after events are raised.</param>
    /// <param name="token">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    internal DriveResult Drive(
        SocketGoal goal, int milliseconds, Action? onIdle = null, Func<bool>? interrupted = null, CancellationToken token = default)
    {
        if (_connection.HandlerException is { } failure)
        {
            _connection.HandlerException = null;
            ExceptionDispatchInfo.Throw(failure);
        }
        GoalCheck check = Check(goal);
        Func<bool> until = interrupted is null ? check.IsOver : () => check.Ask(interrupted);
        long outside = MillisecondsOutsideLimits;
        DriveResult result = Strand.Drive(until, Deadline.After(Time, milliseconds), onIdle, token);
        while (result == DriveResult.TimedOut && MillisecondsOutsideLimits - outside is > 0 and var extra)
        {
            outside += extra;
            result = Strand.Drive(until, Deadline.After(Time, extra), onIdle, token);
        }
        return result == DriveResult.Satisfied && check.IsLost ? DriveResult.Failed : result;
    }

    /// <summary>How long the connection has waited for something that is not the peer's doing: waits go on for as long.</summary>
    private protected virtual long MillisecondsOutsideLimits => 0;

    private protected bool WaitFor(SocketGoal goal, int milliseconds)
    {
        DriveResult result = Drive(goal, milliseconds);
        if (result == DriveResult.TimedOut)
        {
            string text = DescribeTimeout(goal, milliseconds);
            Strand.Execute(() => SetError(QSocketError.SocketTimeoutError, text));
        }
        return result == DriveResult.Satisfied;
    }

    private GoalCheck Check(SocketGoal goal) => goal switch
    {
        SocketGoal.ReadyRead => _readyReadCheck ??= NewCheck(goal),
        SocketGoal.AllWritten => _allWrittenCheck ??= NewCheck(goal),
        _ => NewCheck(goal),
    };

    private GoalCheck NewCheck(SocketGoal goal) => new(Until(goal), () => IsHopeless(goal));

    private protected virtual Func<bool> Until(SocketGoal goal)
    {
        long written = WrittenToTransport;
        return goal switch
        {
            SocketGoal.Connected => () => State is SocketState.ConnectedState or SocketState.ClosingState,
            SocketGoal.HasConnected => () => _connection.WasEstablished,
            SocketGoal.ReadyRead => TakeUnreportedInput,
            SocketGoal.BytesWritten => () => HasWritten(written),
            SocketGoal.AllWritten => () => !HasPendingOutput && State != SocketState.UnconnectedState,
            SocketGoal.Disconnected => () => State == SocketState.UnconnectedState,
            _ => throw new NotSupportedException($"A {GetType().Name} cannot wait for {goal}."),
        };
    }

    /// <summary>True if the goal can no longer be reached although the connection is established.</summary>
    private protected virtual bool IsHopeless(SocketGoal goal) => goal == SocketGoal.BytesWritten && !HasPendingOutput;

    /// <summary>True if bytes were sent since then. Also true, once, if bytes were sent between two waits.</summary>
    private bool HasWritten(long since)
    {
        // The wait that leaves nothing to write is over when nothing is on its way either.
        if (BytesToWrite == 0 && HasPendingOutput)
            return false;
        bool wasUnreported = _connection.HasUnreportedOutput;
        _connection.HasUnreportedOutput = false;
        return wasUnreported || WrittenToTransport > since;
    }

    /// <summary>True, once, for available data that no wait has reported.</summary>
    private bool TakeUnreportedInput()
    {
        long total = Input.TotalAppended;
        if (total == _connection.ReportedInput || Input.Count == 0)
            return false;
        _connection.ReportedInput = total;
        return true;
    }

    /// <summary>Describes the goal that was not reached in time.</summary>
    internal string DescribeTimeout(SocketGoal goal, int milliseconds)
    {
        string what = (goal, State) switch
        {
            (_, SocketState.HostLookupState) => $"The name of {TargetText} was not resolved",
            (_, SocketState.ConnectingState) => $"{TargetText} did not accept the connection",
            (SocketGoal.Encrypted or SocketGoal.EncryptedOrPaused, _) => $"{TargetText} did not complete the TLS handshake",
            (SocketGoal.ReadyRead, _) => $"{TargetText} sent nothing",
            (SocketGoal.BytesWritten or SocketGoal.AllWritten, _) => $"{TargetText} did not accept the written data",
            (SocketGoal.Disconnected, _) => $"The connection to {TargetText} did not end",
            _ => $"{TargetText} did not answer",
        };
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what} within {milliseconds / 1000.0:0.###} s.");
    }
}
