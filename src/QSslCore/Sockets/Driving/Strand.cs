using System.Diagnostics;

namespace QSslCore.Sockets;

/// <summary>
/// Makes sure that a state machine is run by one thread at a time, and only while it is driven.
/// </summary>
/// <remarks>
/// <para><b>The state table.</b> "Owner" is the thread that may run the machine right now; it is a token, not a lock: no
/// lock is held while a step or a handler runs. A waiter that is parked (blocked until its transport is ready) owns nothing.</para>
/// <list type="table">
/// <listheader><term>state</term><description>what each thread may do</description></listheader>
/// <item><term>Idle: no owner, no waiter</term><description>A wait or a call becomes owner at once. If there is a listener
/// (and no listener is bound to a thread), the loop is armed and may become owner. Otherwise nothing moves and queued signals
/// wait for the next driver; only pending output is flushed by the loop (<see cref="IStrandMachine.PendingFlush"/>).</description></item>
/// <item><term>Call: owned by a public call</term><description>Ends by itself and soon. It raises the signals it caused, on
/// its own thread. A wait queues up behind it; another call leaves its command in the inbox; the loop stays away.</description></item>
/// <item><term>Loop: owned by a loop thread</term><description>As Call. A wait takes over when the loop's pass ends; the loop is
/// then disarmed until the wait is over.</description></item>
/// <item><term>Waiting, running: owned by the waiter</term><description>Calls from handlers on the waiter's thread run at once;
/// calls of other threads leave their command in the inbox. A second wait, from another thread, is refused.</description></item>
/// <item><term>Waiting, parked: no owner, a waiter</term><description>A call of another thread leaves its command in the inbox
/// and wakes the waiter: a descriptor is never closed under a thread that polls it. The loop stays away. A second wait is
/// refused.</description></item>
/// </list>
/// <para><b>Signals</b> are queued by steps and commands and raised in that order by: the waiter on its thread; else the call or
/// the loop pass that is the owner. A call on a thread that cannot run a bound listener raises nothing: the next driver does.
/// A conditional signal whose connection has ended meanwhile is dropped.</para>
/// <para><b>Handlers</b> may call anything: commands run nested, also a nested wait, because no step is on the stack while a
/// handler runs. The exception are signals raised by <see cref="RaiseWithinStep"/>: there commands wait for the end of the
/// step, and a wait is refused. An exception out of a handler reaches the waiting or calling thread; out of the loop it goes to
/// <see cref="IStrandMachine.HandlerFailed"/>. Signals behind it stay queued.</para>
/// </remarks>
internal sealed partial class Strand : ILoopClient
{
    /// <summary>Steps that one loop pass makes before others get their turn.</summary>
    private const int LoopBudget = 32;

    private readonly object _gate = new();
    private readonly IStrandMachine _machine;
    private readonly Reactor _reactor;

    private readonly CommandInbox _inbox;
    private readonly SignalQueue _signals;

    private int _ownerThread;
    private int _depth;

    /// <summary>The loop may be armed; guarded by the gate.</summary>
    private bool _isArmed;

    /// <summary>A signal is being raised with a step on the stack. Only the owner uses this.</summary>
    private bool _raisingWithinStep;

    /// <summary>The machine may have work that no readiness will announce. Only the owner uses this.</summary>
    private bool _unfinished;

    /// <summary><see cref="Wake"/> was called while the strand had an owner, which may have looked already; guarded by the
    /// gate.</summary>
    private bool _woken;

    private Waiter? _waiter;

    public Strand(IStrandMachine machine, Reactor reactor)
    {
        _machine = machine;
        _reactor = reactor;
        _inbox = new(_gate);
        _signals = new(machine, reactor.Time);
    }

    public Reactor Reactor => _reactor;

    /// <summary>True on the thread that owns the strand: in a handler, a step or a command.</summary>
    public bool IsOwner => Volatile.Read(ref _ownerThread) == Environment.CurrentManagedThreadId;

    /// <summary>Queues a signal. Owner only.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="conditional">Drop it when the connection has ended before it could be raised.</param>
    public void Queue<TArgs>(Signal<TArgs> signal, TArgs args, bool conditional = false)
        where TArgs : SignalEventArgs => Queue((Signal)signal, args, conditional);

    /// <inheritdoc cref="Queue{TArgs}"/>
    public void Queue(Signal signal, SignalEventArgs args, bool conditional)
    {
        Debug.Assert(IsOwner);
        _signals.Add(signal, args, conditional);
    }

    /// <summary>
    /// Raises a signal at once, in the middle of a step. Use it only if code below waits for the answer, such as a TLS library that asks
    /// for a pre-shared key. Commands that a handler gives to the strand run when the step is over. The handler cannot wait on the
    /// strand. Owner only.
    /// </summary>
    public void RaiseWithinStep<TArgs>(Signal<TArgs> signal, TArgs args)
        where TArgs : SignalEventArgs
    {
        Debug.Assert(IsOwner);
        _signals.Stamp(args);
        _raisingWithinStep = true;
        try
        {
            // Earlier signals are raised first.
            RaiseQueued();
            signal.Raise(_machine, args);
        }
        finally
        {
            _raisingWithinStep = false;
        }
    }

    /// <summary>The number of a signal that is raised elsewhere. Any thread may call this.</summary>
    public long NextSequence() => _signals.NextSequence();

    /// <summary>This thread is in a handler that was called in the middle of a step.</summary>
    private bool IsWithinStep => _raisingWithinStep && IsOwner;

    /// <summary>Tells the driver that there is something new to look at: data to write, room to read into, a completed lookup. Any
    /// thread.</summary>
    public void Wake()
    {
        // During a handler no step is on the stack, and the owner looks again before it leaves.
        if (IsOwner && !_raisingWithinStep)
            return;
        lock (_gate)
        {
            if (_waiter is not null)
                _waiter.Waker.Wake();
            else if (_ownerThread != 0)
                _woken = true;
            else if (LoopMayDrive)
                _reactor.Post(this);
        }
    }

    /// <summary>Runs what is in the inbox, raises what is queued and steps until nothing moves. Owner only.</summary>
    /// <returns>True when <paramref name="until"/> came true.</returns>
    private bool Run(Func<bool>? until, int budget)
    {
        Debug.Assert(IsOwner);
        _unfinished = true;
        while (true)
        {
            _inbox.Run();
            RaiseQueued();
            CheckAwaited(blocked: false);
            if (until is not null && until())
                return true;
            if (budget-- <= 0)
                return false;
            if (!_machine.Step() && _signals.Count == 0 && _inbox.IsEmpty)
            {
                _unfinished = false;
                CheckAwaited(blocked: true);
                return false;
            }
        }
    }

    private void RaiseQueued()
    {
        while (_signals.TryTake(out SignalQueue.Entry entry))
        {
            CompleteOnPool();
            _signals.Raise(entry);
        }
    }

    private bool MayRaise() => Volatile.Read(ref _boundListeners) == 0 || SubscriberAffinity.CanRunBoundHere;

    /// <summary>Gives one level of the token back. The last level runs the commands that other threads left in the inbox, and arms the
    /// next driver of the machine.</summary>
    /// <param name="endsWait">Whether a wait ends with this call.</param>
    private void Leave(bool endsWait = false)
    {
        while (true)
        {
            bool heard = Volatile.Read(ref _listeners) > 0;
            Interest interest = _depth > 1 ? default : heard ? _machine.Interest : _machine.PendingFlush;
            lock (_gate)
            {
                if (endsWait)
                    EndWait();
                endsWait = false;
                if (_depth > 1)
                {
                    _depth--;
                    return;
                }
                if (heard != _listeners > 0)
                    continue;
                if (_inbox.IsEmpty)
                {
                    _depth = 0;
                    _ownerThread = 0;
                    OpenGate();
                    HandOn(interest);
                    return;
                }
            }
            _inbox.Run();
            _unfinished = true;
        }
    }

    /// <summary>Runs after the last owner left: arms the loop, unless a waiter is at the gate. Under the gate.</summary>
    private void HandOn(in Interest interest)
    {
        Debug.Assert(Monitor.IsEntered(_gate));
        bool woken = _woken;
        _woken = false;
        bool owed = _hasPendingFlush;
        _hasPendingFlush = _listeners == 0 && !interest.IsNever;
        if (_waiter is not null)
            return;
        if (LoopMayDrive && _listeners > 0 && (_signals.Count > 0 || _unfinished || woken))
        {
            _reactor.Post(this);
        }
        else if (LoopMayDrive && !interest.IsNever)
        {
            _isArmed = true;
            _reactor.Arm(this, interest);
        }
        else if (owed || _listeners > 0)
        {
            // No event can come any more, so the loop must not keep the object alive.
            Disarm();
        }
    }

    /// <summary>Disarms the loop if it may be armed. Under the gate.</summary>
    private void Disarm()
    {
        Debug.Assert(Monitor.IsEntered(_gate));
        if (_isArmed)
            _reactor.Disarm(this);
        _isArmed = false;
    }
}
