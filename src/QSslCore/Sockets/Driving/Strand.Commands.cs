namespace QSslCore.Sockets;

// Commands of public calls.
internal sealed partial class Strand
{
    /// <summary>
    /// Runs a command as owner: at once where this thread can become owner (or is), else by the present owner as soon as
    /// it can. Does not block without patience.
    /// </summary>
    /// <param name="command">What to do; must not throw for anything but misuse.</param>
    /// <param name="advance">Let the machine go on as far as it can without waiting.</param>
    /// <param name="raise">
    /// Raise the signals that it causes on this thread. False on threads without an owner (timers, cancellations): an
    /// exception out of a handler would end the process there, so the loop or the next driver raises them.
    /// </param>
    /// <param name="until">Where to stop going on; as far as possible when null.</param>
    /// <param name="patience">How long to wait for a loop pass or a call to end first; a waiting thread is not waited for.</param>
    /// <returns>True when the command has been run.</returns>
    public bool Execute(Action command, bool advance = false, bool raise = true, Func<bool>? until = null, TimeSpan patience = default)
    {
        lock (_gate)
        {
            if (!TryEnterForCall(patience))
            {
                _inbox.Add(command);
                _waiter?.Waker.Wake();
                return false;
            }
        }
        RunAsCall(command, advance, raise, until);
        return true;
    }

    /// <summary>
    /// Runs a command that changes only what the owner reads between its questions: at once on the owner's thread, also in a handler in
    /// the middle of a step, whose answer it is; otherwise as <see cref="Execute"/> does.
    /// </summary>
    public void Apply(Action command)
    {
        if (IsOwner)
            command();
        else
            Execute(command, raise: false);
    }

    /// <summary>Runs a command as owner if this thread can become owner at once.</summary>
    /// <returns>False when another thread drives, or a step is on the stack; the command was not run and will not be.</returns>
    /// <param name="command">What to do.</param>
    /// <param name="patience">How long to wait for a loop pass or a call to end; a waiting thread is not waited for.</param>
    public bool TryExecute(Action command, TimeSpan patience = default)
    {
        lock (_gate)
        {
            if (!TryEnterForCall(patience))
                return false;
        }
        RunAsCall(command, advance: false, raise: true);
        return true;
    }

    /// <summary>The same for a command that takes what no delegate can capture, and raises nothing.</summary>
    /// <param name="state">What it takes.</param>
    /// <param name="command">What to do.</param>
    public bool TryExecute<TState>(TState state, Action<TState> command)
        where TState : allows ref struct
    {
        lock (_gate)
        {
            if (!TryEnterForCall(TimeSpan.Zero))
                return false;
        }
        try
        {
            command(state);
            _unfinished = true;
        }
        finally
        {
            Leave();
        }
        return true;
    }

    private void RunAsCall(Action command, bool advance, bool raise, Func<bool>? until = null)
    {
        try
        {
            command();
            _unfinished = true;
            if (!raise || !MayRaise())
                return;
            if (advance)
                Run(until, int.MaxValue);
            else
                RaiseQueued();
        }
        finally
        {
            Leave();
        }
    }
}
