using System.Diagnostics;

namespace QSslCore.Sockets;

// Awaited outcomes: each counts as a listener, so that the loop drives until it is decided.
internal sealed partial class Strand
{
    /// <summary>Touched by the owner only.</summary>
    private readonly List<Awaited> _awaited = [];

    /// <summary>Decided in the loop's pass that is on, the last one first: the awaiting code goes on when it is over. Touched by the owner
    /// only.</summary>
    private Awaited? _decided;

    /// <summary>One that was heard, for the next who awaits.</summary>
    private Awaited? _spare;

    /// <summary>A pass of the loop is on. Touched by the owner only.</summary>
    private bool _isLoopPass;

    /// <summary>Lets the machine go on as far as it can without waiting, if this thread can become owner at once.</summary>
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

    /// <summary>As <see cref="Drive"/>, but driven by the loop and awaited.</summary>
    /// <param name="until">What is awaited; asked as owner.</param>
    /// <param name="hopeless">It can no longer come true, although the machine could go on; asked as owner.</param>
    /// <param name="token">Gives up.</param>
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
            // What can be had without waiting is had here and now: the loop costs two changes of thread.
            Execute(awaited.Adding, advance: true, until: awaited.Deciding);
        }
        catch
        {
            // A handler threw, and the caller hears of that instead.
            Execute(() => Decide(awaited, DriveResult.Failed), raise: false);
            throw;
        }
        awaited.HandOut();
        if (token.CanBeCanceled && !awaited.IsDecided)
        {
            awaited.Registration = token.UnsafeRegister(
                (_, t) => Execute(() => Decide(awaited, default, new OperationCanceledException(t)), raise: false), null);
            // It may have been decided before this was there to be freed.
            if (awaited.IsDecided)
                awaited.Registration.Unregister();
        }
        return awaited.Task;
    }

    /// <summary>Owner only; the loop is armed when the owner leaves.</summary>
    internal void Add(Awaited awaited)
    {
        Debug.Assert(IsOwner);
        _awaited.Add(awaited);
        // It may be so already, and an owner who is just leaving has looked before.
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
            // What is decided leaves the list, and may be used again before this is over.
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
#pragma warning disable CA1031 // It belongs to the one who awaits, whatever it is.
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
        // The caller does not have the task yet of a call that is still being made.
        if (awaited.IsBeingMadeHere)
            awaited.Complete();
        else if (_isLoopPass && _depth == 1)
            (awaited.Next, _decided) = (_decided, awaited);
        else
            awaited.CompleteOnPool();
    }

    /// <summary>
    /// After the pass: what awaits goes on right on the loop's thread, which owns the strand no longer, since to wake another
    /// thread costs as much as a request and its answer. Where that blocks, another thread stands in; when many had to, the pool
    /// takes over: it grows, and the loop's threads must not all be blocked.
    /// </summary>
    private void Complete(Awaited? decided)
    {
        while (decided is { } first)
        {
            // Before: the code that goes on may have it used again.
            decided = first.Next;
            if (_reactor.IsUnhurried)
                first.Complete();
            else
                first.CompleteOnPool();
        }
    }

    /// <summary>Before a handler is called in the pass: it may take its time, and even wait for the one who awaits. Owner only.</summary>
    private void CompleteOnPool()
    {
        Debug.Assert(IsOwner);
        while (_decided is { } first)
        {
            _decided = first.Next;
            first.CompleteOnPool();
        }
    }

    /// <summary>The object was heard, and may be used again.</summary>
    internal void Recycle(Awaited awaited) => Volatile.Write(ref _spare, awaited);
}
