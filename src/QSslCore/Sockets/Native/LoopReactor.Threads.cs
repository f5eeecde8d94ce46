namespace QSslCore.Sockets.Native;

// The threads: one runs the loop and calls the handlers. When a handler takes long, another thread takes the loop over. They
// take turns while handlers continue to take long.
internal abstract partial class LoopReactor
{
    private const int MaximumThreads = 64;
    private static readonly TimeSpan s_slowHandler = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_standInLife = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _pollTurn = new(1);
    private readonly AutoResetEvent _watchBell = new(false);
    private Thread? _watch;
    private int _threads;
    private int _watching;
    private long _dispatched;
    private long _dispatchedAtLastLook;
    private long _lastSlow;
    private volatile bool _polling;

    public override bool IsUnhurried => Volatile.Read(ref _threads) <= MaximumThreads / 4;

    /// <summary>The number of threads that run the loop or replace a blocked thread.</summary>
    internal int ThreadCount => Volatile.Read(ref _threads);

    /// <summary>A handler recently took long.</summary>
    private bool NeedsStandIn => Time.GetElapsedTime(Volatile.Read(ref _lastSlow)) < s_standInLife;

    private void EnsureThread()
    {
        if (Volatile.Read(ref _threads) == 0 && Interlocked.CompareExchange(ref _threads, 1, 0) == 0)
            StartThread();
    }

    /// <summary>Starts one more thread. The caller has counted it.</summary>
    private void StartThread()
    {
        // Without one, the next call that arms or posts tries again.
        if (TryStart(Loop, "QSslCore event loop") is null)
            Interlocked.Decrement(ref _threads);
    }

    private static Thread? TryStart(ThreadStart run, string name)
    {
        try
        {
            Thread thread = new(run) { IsBackground = true, Name = name };
            thread.UnsafeStart();
            return thread;
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // The system cannot create a thread at the moment.
            QtLog.Warn($"The event loop has no thread: {e.Message}");
            return null;
        }
    }

    private void Loop()
    {
        while (true)
        {
            if (_ready.TryDequeue(out ILoopClient? client))
            {
                Call(client);
                continue;
            }
            if (!TakesPollTurn())
                return;
            _polling = true;
            try
            {
                if (_ready.IsEmpty)
                    WaitForEvents(UntilNextTimer());
                FireTimers();
            }
            finally
            {
                _polling = false;
                _pollTurn.Release();
            }
        }
    }

    /// <summary>Returns false if another thread has the loop and this thread is no longer needed. The call has uncounted it then.</summary>
    private bool TakesPollTurn()
    {
        if (_pollTurn.Wait(0))
            return true;
        // Two threads that take turns wake each other for every event, so they do it only while handlers are slow.
        while (NeedsStandIn)
        {
            if (_pollTurn.Wait(s_standInLife))
                return true;
        }
        Interlocked.Decrement(ref _threads);
        return false;
    }

    private void Call(ILoopClient client)
    {
        Interlocked.Increment(ref _dispatched);
        if (Volatile.Read(ref _watching) == 0 && Interlocked.Exchange(ref _watching, 1) == 0)
            BeginWatch();
        // A single thread does not read the clock, because the watch measures it.
        long started = ThreadCount > 1 ? Time.GetTimestamp() : 0;
        try
        {
            client.OnReady();
        }
#pragma warning disable CA1031 // A client handles its own exceptions. An unhandled one must not end the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            QtLog.Warn($"An event loop client failed: {e}");
        }
        if (started != 0 && Time.GetElapsedTime(started) >= s_slowHandler)
            Volatile.Write(ref _lastSlow, Time.GetTimestamp());
    }

    private void BeginWatch()
    {
        _watch ??= TryStart(KeepWatch, "QSslCore event loop's watch");
        if (_watch is null)
            Volatile.Write(ref _watching, 0);
        else
            _watchBell.Set();
    }

    /// <summary>
    /// While handlers are called, checks at intervals whether a thread still polls. It has its own thread: after the callback of a timer,
    /// a thread of the pool searches for more work a hundred times longer than the callback takes.
    /// </summary>
    private void KeepWatch()
    {
        while (true)
        {
            _watchBell.WaitOne();
            do
            {
                Thread.Sleep(s_slowHandler);
            }
            while (!IsIdle());
        }
    }

    /// <summary>Returns true if nothing has happened since the last check, so that the watch may end. If all threads are in handlers,
    /// starts another one.</summary>
    private bool IsIdle()
    {
        long dispatched = Volatile.Read(ref _dispatched);
        bool moved = dispatched != _dispatchedAtLastLook;
        _dispatchedAtLastLook = dispatched;
        if (moved)
            return false;
        if (_polling)
        {
            Interlocked.Exchange(ref _watching, 0);
            // A handler that began meanwhile relies on the watch.
            return Volatile.Read(ref _dispatched) == dispatched || Interlocked.Exchange(ref _watching, 1) != 0;
        }
        if (ThreadCount < MaximumThreads)
        {
            Volatile.Write(ref _lastSlow, Time.GetTimestamp());
            Interlocked.Increment(ref _threads);
            StartThread();
        }
        return false;
    }
}
