namespace QSslCore.Sockets;

// The event loop as driver: only while there is a listener, or output is still pending.
internal sealed partial class Strand
{
    private int _listeners;
    private int _boundListeners;
    private Func<bool>? _nobodyListens;

    /// <summary>There is no listener, and output is still pending; guarded by the gate.</summary>
    private bool _hasPendingFlush;

    /// <summary>Every listener can be called on any thread, and there is one; or output is still pending.</summary>
    private bool LoopMayDrive => (_listeners > 0 || _hasPendingFlush) && _boundListeners == 0;

    /// <summary>
    /// A subscriber came or went, or an outcome is awaited (an async method, an explicit request to go on without a
    /// wait), which counts as one.
    /// </summary>
    public void ListenersChanged(int all, int bound)
    {
        bool enter, stops;
        lock (_gate)
        {
            stops = bound > 0 && _boundListeners == 0;
            _listeners += all;
            _boundListeners += bound;
            if (!LoopMayDrive)
                Disarm();
            // Output may still be pending when the last listener unsubscribes.
            enter = _boundListeners == 0 && _waiter is null && _ownerThread == 0 && TryEnter();
        }
        if (enter)
            Leave();
        if (stops)
            _machine.LoopStopped();
    }

    LoopRegistration? ILoopClient.Registration { get; set; }

    void ILoopClient.OnReady()
    {
        bool heard;
        lock (_gate)
        {
            // Another thread drives: it arms the loop again, if need be, when it leaves.
            if (_ownerThread != 0 || _waiter is not null || !LoopMayDrive)
                return;
            TryEnter();
            heard = _listeners > 0;
        }
        Awaited? decided = null;
        try
        {
            _isLoopPass = true;
            // A handler may be the last listener and leave: what comes next is for the listeners and waiters of then.
            if (heard)
                Run(_nobodyListens ??= () => _listeners == 0 || _boundListeners > 0, LoopBudget);
            else
                _machine.FlushPending();
        }
#pragma warning disable CA1031 // An exception on a loop thread would end the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _machine.HandlerFailed(e);
        }
        finally
        {
            (decided, _decided, _isLoopPass) = (_decided, null, false);
            Leave();
        }
        Complete(decided);
    }
}
