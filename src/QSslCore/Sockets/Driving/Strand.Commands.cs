namespace QSslCore.Sockets;

// Commands of public calls.
internal sealed partial class Strand
{
    /// <summary>
    /// Runs a command as owner. It runs at once if this thread is owner or can become owner. Otherwise, the current owner runs it as soon
    /// as possible. Without patience, this call does not block.
    /// </summary>
    /// <param name="command">The command. It must throw only for misuse.</param>
    /// <param name="advance">Whether to run the machine afterwards, as far as it can run without waiting.</param>
    /// <param name="raise">
    /// Whether to raise the signals of the command on this thread. Pass false on threads of timers and cancellations: an exception of a
    /// handler would end the process there, so the loop or the next driver raises the signals.
    /// </param>
    /// <param name="until">The condition to stop the machine at; null to run it as far as possible.</param>
    /// <param name="patience">How long to wait until a loop pass or a call ends. The call does not wait for a waiting thread.</param>
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
    /// Runs a command that changes only what the owner reads between its questions. On the owner's thread it runs at once, even in a
    /// handler in the middle of a step, because the command is the handler's answer. Otherwise, it runs as with <see cref="Execute"/>.
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
    /// <param name="patience">How long to wait until a loop pass or a call ends. The call does not wait for a waiting
    /// thread.</param>
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

    /// <summary>Does the same for a command that takes a value that a delegate cannot capture, and that raises no signal.</summary>
    /// <param name="state">The argument of the command.</param>
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
