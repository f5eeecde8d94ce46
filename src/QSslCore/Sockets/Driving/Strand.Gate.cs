using System.Diagnostics;

namespace QSslCore.Sockets;

// Which thread gets the token, and which threads wait for it at the gate.
internal sealed partial class Strand
{
    /// <summary>Threads that wait for the owner to leave; guarded by the gate.</summary>
    private int _atGate;

    /// <summary>Takes the token if it is free or belongs to this thread. Under the gate.</summary>
    private bool TryEnter()
    {
        Debug.Assert(Monitor.IsEntered(_gate));
        int me = Environment.CurrentManagedThreadId;
        if (_ownerThread != 0 && _ownerThread != me)
            return false;
        _ownerThread = me;
        _depth++;
        return true;
    }

    /// <summary>Takes the token for a call, unless another thread drives for longer than that, or a step is on the stack. Under the
    /// gate.</summary>
    private bool TryEnterForCall(TimeSpan patience)
    {
        Debug.Assert(Monitor.IsEntered(_gate));
        if (IsWithinStep)
            return false;
        long started = patience > TimeSpan.Zero ? Environment.TickCount64 : 0;
        while (!MayEnter())
        {
            if (_waiter is not null || patience == TimeSpan.Zero)
                return false;
            TimeSpan left = patience - TimeSpan.FromMilliseconds(Environment.TickCount64 - started);
            if (left <= TimeSpan.Zero || !WaitAtGate(left))
                return false;
        }
        return TryEnter();
    }

    /// <summary>
    /// True if this thread drives, or no thread does. A command from a handler runs at once, even if another thread now waits at the
    /// gate, so that a handler that disconnects from a bad peer has disconnected when its call returns. Under the gate.
    /// </summary>
    private bool MayEnter()
    {
        Debug.Assert(Monitor.IsEntered(_gate));
        int me = Environment.CurrentManagedThreadId;
        return _ownerThread == me || (_ownerThread == 0 && (_waiter is null || _waiter.Thread == me));
    }

    /// <summary>Blocks until the owner has left. Under the gate.</summary>
    /// <returns>False on a time-out.</returns>
    private bool WaitAtGate(TimeSpan limit)
    {
        Debug.Assert(Monitor.IsEntered(_gate));
        _atGate++;
        try
        {
            return Monitor.Wait(_gate, limit);
        }
        finally
        {
            _atGate--;
        }
    }

    /// <summary>The owner has left. Under the gate.</summary>
    private void OpenGate()
    {
        Debug.Assert(Monitor.IsEntered(_gate));
        // A pulse costs as much as a lock, even if no thread waits.
        if (_atGate > 0)
            Monitor.PulseAll(_gate);
    }
}
