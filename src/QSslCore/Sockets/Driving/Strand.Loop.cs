namespace QSslCore.Sockets;

/// <content>The event loop as driver: only while somebody listens, or to pay a debt.</content>
internal sealed partial class Strand
{
    private int _listeners;
    private int _boundListeners;
    private Func<bool>? _nobodyListens;

    /// <summary>Nobody listens, and the machine has a debt; guarded by the gate.</summary>
    private bool _hasPendingFlush;

    /// <summary>Somebody listens who can be called on any thread, and nobody who cannot; or a debt is to be paid.</summary>
    private bool LoopMayDrive => (_listeners > 0 || _hasPendingFlush) && _boundListeners == 0;

    /// <summary>
    /// A subscriber came or went, or somebody awaits an outcome (an async method, an explicit request to go on without a
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
            // The last one who leaves may leave a debt.
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
            // Somebody else drives: that one arms the loop again, if need be, when it leaves.
            if (_ownerThread != 0 || _waiter is not null || !LoopMayDrive)
                return;
            TryEnter();
            heard = _listeners > 0;
        }
        Awaited? decided = null;
        try
        {
            _isLoopPass = true;
            // A handler may be the last listener and leave: what comes next is for whoever listens or waits then.
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
