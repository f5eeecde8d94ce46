namespace QSslCore.Sockets;

/// <content>Awaited outcomes: each counts as a listener, so that the loop drives until it is decided.</content>
internal sealed partial class Strand
{
    /// <summary>Touched by the owner only.</summary>
    private readonly List<Awaited> _awaited = [];

    /// <summary>Decided in the loop's pass that is on, the last one first: whoever awaits goes on when it is over. Touched by the owner only.</summary>
    private Awaited? _decided;

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
    /// <param name="deadline">When to give up.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="InvalidOperationException">A listener is bound to a thread, so the loop may not drive.</exception>
    public Task<DriveResult> DriveAsync(Func<bool> until, Func<bool>? hopeless, Deadline deadline, CancellationToken token)
    {
        if (token.IsCancellationRequested)
            return Task.FromCanceled<DriveResult>(token);
        if (Volatile.Read(ref _boundListeners) > 0)
        {
            throw new InvalidOperationException(
                "A script block listens to this object's events, and it can only be called from a waiting thread: use a WaitFor method instead of an asynchronous one.");
        }
        Awaited awaited = new(until, hopeless);
        try
        {
            // What can be had without waiting is had here and now: the loop costs two changes of thread.
            Execute(() => Add(awaited), advance: true, until: () => awaited.IsDecided);
        }
        catch
        {
            // A handler threw, and the caller hears of that instead.
            Execute(() => Decide(awaited, static a => a.TrySetCanceled()), raise: false);
            throw;
        }
        awaited.HandOut();
        if (awaited.IsDecided)
            return awaited.Task;
        if (!deadline.IsNever)
        {
            awaited.Timer = _reactor.Time.CreateTimer(
                _ => Execute(() => Decide(awaited, static a => a.TrySetResult(DriveResult.TimedOut)), raise: false),
                null, deadline.Remaining, Timeout.InfiniteTimeSpan);
        }
        if (token.CanBeCanceled)
        {
            awaited.Registration = token.UnsafeRegister(
                (_, t) => Execute(() => Decide(awaited, a => a.TrySetCanceled(t)), raise: false), null);
        }
        // It may have been decided before these were there to be freed.
        if (awaited.IsDecided)
            awaited.Free();
        return awaited.Task;
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
        for (int i = 0; i < _awaited.Count;)
        {
            Awaited awaited = _awaited[i];
            try
            {
                if (awaited.Until())
                    Decide(awaited, static a => a.TrySetResult(DriveResult.Satisfied));
                else if (never || awaited.Hopeless?.Invoke() == true)
                    Decide(awaited, static a => a.TrySetResult(DriveResult.Failed));
            }
#pragma warning disable CA1031 // It belongs to the one who awaits, whatever it is.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Decide(awaited, a => a.TrySetException(e));
            }
            // What is decided has left the list.
            if (!awaited.IsDecided)
                i++;
        }
    }

    private void Decide(Awaited awaited, Action<Awaited> outcome)
    {
        if (!_awaited.Remove(awaited))
            return;
        awaited.IsDecided = true;
        awaited.Free();
        ListenersChanged(-1, 0);
        // Nobody has the task yet of a call that is still being made.
        if (awaited.IsBeingMadeHere)
        {
            outcome(awaited);
            return;
        }
        awaited.Outcome = outcome;
        if (_isLoopPass && _depth == 1)
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
        for (; decided is not null; decided = decided.Next)
        {
            if (_reactor.IsUnhurried)
                decided.Complete();
            else
                decided.CompleteOnPool();
        }
    }

    /// <summary>Before a handler is called in the pass: it may take its time, and even wait for the one who awaits. Owner only.</summary>
    private void CompleteOnPool()
    {
        for (; _decided is { } decided; _decided = decided.Next)
            decided.CompleteOnPool();
    }

    private sealed class Awaited(Func<bool> until, Func<bool>? hopeless) : TaskCompletionSource<DriveResult>, IThreadPoolWorkItem
    {
        private int _maker = Environment.CurrentManagedThreadId;
        private volatile bool _isDecided;

        public Func<bool> Until { get; } = until;

        public Func<bool>? Hopeless { get; } = hopeless;

        /// <summary>The task may not be completed yet, but nothing will change its outcome.</summary>
        public bool IsDecided
        {
            get => _isDecided;
            set => _isDecided = value;
        }

        public bool IsBeingMadeHere => _maker == Environment.CurrentManagedThreadId;

        public ITimer? Timer { get; set; }

        public CancellationTokenRegistration Registration { get; set; }

        public Action<Awaited>? Outcome { get; set; }

        public Awaited? Next { get; set; }

        public void HandOut() => _maker = 0;

        public void Complete() => Outcome!(this);

        public void CompleteOnPool() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

        void IThreadPoolWorkItem.Execute() => Complete();

        public void Free()
        {
            Timer?.Dispose();
            Registration.Unregister();
        }
    }
}
