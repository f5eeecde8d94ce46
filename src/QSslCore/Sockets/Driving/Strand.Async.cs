using System.Diagnostics;

namespace QSslCore.Sockets;

// Awaited outcomes: each counts as a listener, so that the loop drives until it is decided.
internal sealed partial class Strand
{
    /// <summary>Only the owner uses this.</summary>
    private readonly List<Awaited> _awaited = [];

    /// <summary>The outcomes that the current pass of the loop has decided, the last one first. The awaiting code continues when the pass
    /// is over. Only the owner uses this.</summary>
    private Awaited? _decided;

    /// <summary>An object that is no longer in use, for the next caller that awaits.</summary>
    private Awaited? _spare;

    /// <summary>The loop is in a pass. Only the owner uses this.</summary>
    private bool _isLoopPass;

    /// <summary>Runs the machine as far as it can run without waiting, if this thread can become owner at once.</summary>
    /// <returns>True when <paramref name="until"/> came true.</returns>
    public bool TryAdvance(Func<bool> until)
    {
        lock (_gate)
        {
            if (_boundListeners > 0 || !TryEnterForCall(TimeSpan.Zero))
                return false;
        }
        try
        {
            return Run(until, int.MaxValue);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Does what <see cref="Drive"/> does, but the loop drives and the caller awaits.</summary>
    /// <param name="until">The condition to await. The owner evaluates it.</param>
    /// <param name="hopeless">Whether the condition can no longer come true, although the machine could continue. The owner evaluates
    /// it.</param>
    /// <param name="token">Cancels the wait.</param>
    /// <exception cref="InvalidOperationException">A listener is bound to a thread, so the loop may not drive.</exception>
    public ValueTask<DriveResult> DriveAsync(Func<bool> until, Func<bool>? hopeless, CancellationToken token)
    {
        if (token.IsCancellationRequested)
            return ValueTask.FromCanceled<DriveResult>(token);
        if (Volatile.Read(ref _boundListeners) > 0)
        {
            throw new InvalidOperationException(
                "A script block listens to this object's events, and it can only be called from a waiting thread: use a WaitFor method "
                    + "instead of an asynchronous one.");
        }
        Awaited awaited = Interlocked.Exchange(ref _spare, null) ?? new(this);
        awaited.Begin(until, hopeless);
        try
        {
            // Do what needs no waiting here: the loop costs two changes of thread.
            Execute(awaited.Adding, advance: true, until: awaited.Deciding);
        }
        catch
        {
            // A handler threw. The caller gets that exception instead.
            Execute(() => Decide(awaited, DriveResult.Failed), raise: false);
            throw;
        }
        awaited.HandOut();
        if (token.CanBeCanceled && !awaited.IsDecided)
        {
            awaited.Registration = token.UnsafeRegister(
                (_, t) => Execute(() => Decide(awaited, default, new OperationCanceledException(t)), raise: false), null);
            // The outcome may have been decided before this registration existed.
            if (awaited.IsDecided)
                awaited.Registration.Unregister();
        }
        return awaited.Task;
    }

    /// <summary>Owner only. The loop is armed when the owner leaves.</summary>
    internal void Add(Awaited awaited)
    {
        Debug.Assert(IsOwner);
        _awaited.Add(awaited);
        // The condition may be true already, and an owner that is just leaving has evaluated it before.
        _unfinished = true;
        lock (_gate)
        {
            _listeners++;
        }
    }

    /// <summary>Decides what can be decided. Owner only.</summary>
    private void CheckAwaited(bool blocked)
    {
        Debug.Assert(IsOwner);
        if (_awaited.Count == 0)
            return;
        bool never = blocked && _machine.Interest.IsNever;
        for (int i = 0; i < _awaited.Count;)
        {
            // A decided outcome leaves the list, and may be in use again before this loop ends.
            Awaited awaited = _awaited[i];
            try
            {
                if (awaited.Until())
                    Decide(awaited, DriveResult.Satisfied);
                else if (never || awaited.Hopeless?.Invoke() == true)
                    Decide(awaited, DriveResult.Failed);
                else
                    i++;
            }
#pragma warning disable CA1031 // Every exception belongs to the awaiting caller.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Decide(awaited, default, e);
            }
        }
    }

    private void Decide(Awaited awaited, DriveResult result, Exception? failure = null)
    {
        Debug.Assert(IsOwner);
        if (!_awaited.Remove(awaited))
            return;
        awaited.Decide(result, failure);
        ListenersChanged(-1, 0);
        // During the call, the caller does not have the task yet.
        if (awaited.IsBeingMadeHere)
            awaited.Complete();
        else if (_isLoopPass && _depth == 1)
            (awaited.Next, _decided) = (_decided, awaited);
        else
            awaited.CompleteOnPool();
    }

    /// <summary>
    /// Runs after the pass. The awaiting code continues on the loop's thread, which no longer owns the strand, because waking another
    /// thread costs as much as a request and its answer. If that code blocks, another thread replaces the loop's thread. If many threads
    /// were replaced, the code continues on the thread pool instead: the pool grows, and the loop's threads must not all be blocked.
    /// </summary>
    private void Complete(Awaited? decided)
    {
        while (decided is { } first)
        {
            // Read this first: the awaiting code may cause the object to be used again.
            decided = first.Next;
            if (_reactor.IsUnhurried)
                first.Complete();
            else
                first.CompleteOnPool();
        }
    }

    /// <summary>Runs before a handler is called in the pass, because the handler may take long, and may even wait for the awaiting code.
    /// Owner only.</summary>
    private void CompleteOnPool()
    {
        Debug.Assert(IsOwner);
        while (_decided is { } first)
        {
            _decided = first.Next;
            first.CompleteOnPool();
        }
    }

    /// <summary>The caller has taken the outcome, so the object may be used again.</summary>
    internal void Recycle(Awaited awaited) => Volatile.Write(ref _spare, awaited);
}
