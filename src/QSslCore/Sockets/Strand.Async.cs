namespace QSslCore.Sockets;

/// <content>Awaited outcomes: each counts as a listener, so that the loop drives until it is decided.</content>
internal sealed partial class Strand
{
    /// <summary>Touched by the owner only.</summary>
    private readonly List<Awaited> _awaited = [];

    /// <summary>As <see cref="Drive"/>, but driven by the loop and awaited.</summary>
    /// <exception cref="InvalidOperationException">A listener is bound to a thread, so the loop may not drive.</exception>
    public Task<DriveResult> DriveAsync(Func<bool> until, Deadline deadline, CancellationToken token)
    {
        if (token.IsCancellationRequested)
            return Task.FromCanceled<DriveResult>(token);
        if (Volatile.Read(ref _boundListeners) > 0)
        {
            throw new InvalidOperationException(
                "A script block listens to this object's events, and it can only be called from a waiting thread: use a WaitFor method instead of an asynchronous one.");
        }
        Awaited awaited = new(until);
        try
        {
            // What can be had without waiting is had here and now: the loop costs two changes of thread.
            Execute(() => Add(awaited), advance: true, until: () => awaited.Source.Task.IsCompleted);
        }
        catch
        {
            // A handler threw, and the caller hears of that instead.
            Execute(() => Decide(awaited, static a => a.Source.TrySetCanceled()), raise: false);
            throw;
        }
        if (awaited.Source.Task.IsCompleted)
            return awaited.Source.Task;
        if (!deadline.IsNever)
        {
            awaited.Timer = _reactor.Time.CreateTimer(
                _ => Execute(() => Decide(awaited, static a => a.Source.TrySetResult(DriveResult.TimedOut)), raise: false),
                null, deadline.Remaining, Timeout.InfiniteTimeSpan);
        }
        if (token.CanBeCanceled)
        {
            awaited.Registration = token.UnsafeRegister(
                (_, t) => Execute(() => Decide(awaited, a => a.Source.TrySetCanceled(t)), raise: false), null);
        }
        // It may have been decided before these were there to be freed.
        if (awaited.Source.Task.IsCompleted)
            awaited.Free();
        return awaited.Source.Task;
    }

    /// <summary>Owner only; the loop is armed when the owner leaves.</summary>
    private void Add(Awaited awaited)
    {
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
        if (_awaited.Count == 0)
            return;
        bool never = blocked && _machine.Interest.IsNever;
        foreach (Awaited awaited in _awaited.ToArray())
        {
            try
            {
                if (awaited.Until())
                    Decide(awaited, static a => a.Source.TrySetResult(DriveResult.Satisfied));
                else if (never)
                    Decide(awaited, static a => a.Source.TrySetResult(DriveResult.Failed));
            }
#pragma warning disable CA1031 // It belongs to the one who awaits, whatever it is.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Decide(awaited, a => a.Source.TrySetException(e));
            }
        }
    }

    private void Decide(Awaited awaited, Action<Awaited> outcome)
    {
        if (!_awaited.Remove(awaited))
            return;
        outcome(awaited);
        awaited.Free();
        ListenersChanged(-1, 0);
    }

    private sealed class Awaited(Func<bool> until)
    {
        public Func<bool> Until { get; } = until;

        public TaskCompletionSource<DriveResult> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ITimer? Timer { get; set; }

        public CancellationTokenRegistration Registration { get; set; }

        public void Free()
        {
            Timer?.Dispose();
            Registration.Unregister();
        }
    }
}
