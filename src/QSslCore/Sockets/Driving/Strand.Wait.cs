using System.Diagnostics;

namespace QSslCore.Sockets;

// A waiting thread as driver.
internal sealed partial class Strand
{
    /// <summary>After this number of steps a wait checks its limit and its token, even if there is more to do.</summary>
    private const int WaitBudget = 64;

    /// <summary>How often a parked waiter calls its caller's callback.</summary>
    private static readonly TimeSpan s_idleInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The single wait that all public waits and cmdlets use. It runs the machine on this thread until a condition is true.
    /// </summary>
    /// <param name="until">The condition. The owner evaluates it after every step and every round of signals.</param>
    /// <param name="deadline">When to give up.</param>
    /// <param name="onIdle">Called about every 100 ms while parked, on this thread, without owning the strand; may call anything.</param>
    /// <param name="token">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidOperationException">Another thread is waiting on the same object, or a step is on the stack.</exception>
    public DriveResult Drive(Func<bool> until, Deadline deadline, Action? onIdle = null, CancellationToken token = default)
    {
        if (IsWithinStep)
        {
            throw new InvalidOperationException(
                "This handler answers a question that the TLS library is waiting for: it cannot wait on its own socket. Answer and "
                    + "return.");
        }
        if (!BeginWait(deadline, onIdle, token))
            return DriveResult.TimedOut;
        using CancellationTokenRegistration registration =
            token.UnsafeRegister(static w => ((Waker)w!).Wake(), _waiter!.Waker);
        long lastIdle = onIdle is null ? 0 : _reactor.Time.GetTimestamp();
        // Only a readiness request finds what has come in the meantime, even if no time is left to wait.
        bool asked = false;
        try
        {
            while (true)
            {
                if (Run(until, WaitBudget))
                    return DriveResult.Satisfied;
                token.ThrowIfCancellationRequested();
                // A peer that never stops sending must not extend the wait beyond its limit.
                bool isBusy = _unfinished;
                Interest interest = _machine.Interest;
                if (interest.IsNever && !isBusy)
                    return DriveResult.Failed;
                if ((asked || isBusy) && deadline.HasPassed)
                    return DriveResult.TimedOut;
                if (!TryPark(out int depth))
                    continue;
                try
                {
                    Deadline limit = isBusy ? Deadline.After(_reactor.Time, 0) : Deadline.Earlier(deadline, interest.Due);
                    if (onIdle is not null)
                        limit = Deadline.Earlier(limit, Deadline.After(_reactor.Time, (long)s_idleInterval.TotalMilliseconds));
                    _reactor.Wait(interest, limit);
                    asked = true;
                    if (onIdle is not null && _reactor.Time.GetElapsedTime(lastIdle) >= s_idleInterval)
                    {
                        onIdle();
                        lastIdle = _reactor.Time.GetTimestamp();
                    }
                }
                finally
                {
                    Unpark(depth);
                }
            }
        }
        finally
        {
            Leave(endsWait: true);
        }
    }

    private bool BeginWait(Deadline deadline, Action? onIdle, CancellationToken token)
    {
        int me = Environment.CurrentManagedThreadId;
        lock (_gate)
        {
            token.ThrowIfCancellationRequested();
            if (_waiter is not null && _waiter.Thread != me)
            {
                throw new InvalidOperationException(
                    "Another thread is already waiting on this object: one thread at a time may wait on a socket or a server.");
            }
            if (_waiter is null)
            {
                _waiter = new(me, _reactor.CurrentThreadWaker);
                Disarm();
            }
            _waiter.Depth++;
            if (TryEnter())
                return true;
        }
        try
        {
            // The owner is a loop pass or a call. Both end soon, unless a handler takes long. The caller's callback runs
            // meanwhile, because the handler may be waiting for it.
            while (!TryEnterWithin(deadline))
            {
                token.ThrowIfCancellationRequested();
                if (deadline.HasPassed)
                {
                    AbandonWait();
                    return false;
                }
                onIdle?.Invoke();
            }
            return true;
        }
        catch
        {
            AbandonWait();
            throw;
        }
    }

    /// <summary>Waits for the token, for an idle interval at most.</summary>
    private bool TryEnterWithin(Deadline deadline)
    {
        lock (_gate)
        {
            if (TryEnter())
                return true;
            TimeSpan limit = deadline.IsNever || deadline.Remaining > s_idleInterval ? s_idleInterval : deadline.Remaining;
            WaitAtGate(limit);
            return TryEnter();
        }
    }

    /// <summary>Ends a wait that never became owner. The owner arms the next driver when it leaves.</summary>
    private void AbandonWait()
    {
        lock (_gate)
        {
            EndWait();
        }
    }

    /// <summary>Under the gate.</summary>
    private void EndWait()
    {
        Debug.Assert(Monitor.IsEntered(_gate));
        if (--_waiter!.Depth == 0)
            _waiter = null;
    }

    /// <summary>Gives the token up before blocking, at any depth of nesting, unless a command has just come in.</summary>
    private bool TryPark(out int depth)
    {
        lock (_gate)
        {
            depth = _depth;
            if (!_inbox.IsEmpty)
                return false;
            _depth = 0;
            _ownerThread = 0;
            OpenGate();
            return true;
        }
    }

    private void Unpark(int depth)
    {
        lock (_gate)
        {
            // A call that took the token while this thread was parked ends without waiting for another thread.
            while (!TryEnter())
                WaitAtGate(Timeout.InfiniteTimeSpan);
            _depth = depth;
        }
    }
}
