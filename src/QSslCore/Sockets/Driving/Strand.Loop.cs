namespace QSslCore.Sockets;

// The event loop as driver. It drives only while there is a listener, or output is still pending.
internal sealed partial class Strand
{
    private int _listeners;
    private int _boundListeners;
    private Func<bool>? _nobodyListens;

    /// <summary>There is no listener, and output is still pending. Guarded by the gate.</summary>
    private bool _hasPendingFlush;

    /// <summary>There is a listener or pending output, and no listener is bound to a thread.</summary>
    private bool LoopMayDrive => (_listeners > 0 || _hasPendingFlush) && _boundListeners == 0;

    /// <summary>
    /// Counts a listener that was added or removed. An awaited outcome (of an async method, or of an explicit request to continue
    /// without a wait) counts as a listener.
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
            // Another thread drives. It arms the loop again when it leaves, if necessary.
            if (_ownerThread != 0 || _waiter is not null || !LoopMayDrive)
                return;
            TryEnter();
            heard = _listeners > 0;
        }
        Awaited? decided = null;
        try
        {
            _isLoopPass = true;
            // A handler may be the last listener and unsubscribe. Later events are for the listeners and waiters of that time.
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
