using System.Collections.Concurrent;

namespace QSslCore.Sockets.Native;

/// <summary>
/// The event loop's common part: who is armed, deadlines, and the threads. One thread runs the loop and the handlers
/// inline; when a handler takes long, another thread takes the loop over.
/// </summary>
internal abstract class LoopReactor : Reactor
{
    private const int MaximumThreads = 64;
    private static readonly TimeSpan s_slowHandler = TimeSpan.FromMilliseconds(50);
    /// <summary>What came within it after arming was there before.</summary>
    private protected static readonly TimeSpan s_atOnce = TimeSpan.FromMicroseconds(10);

    private static readonly TimeSpan s_idleThreadLife = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<ILoopClient, Registration> _byClient = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<long, Registration> _byId = [];
    private readonly PriorityQueue<Registration, long> _timers = new();
    private readonly ConcurrentQueue<ILoopClient> _ready = new();
    private readonly SemaphoreSlim _pollTurn = new(1);
    private readonly Timer _watchdog;
    private long _lastId;
    private int _threads;
    private int _watching;
    private long _dispatched;
    private long _dispatchedAtLastTick;
    private volatile bool _polling;

    protected LoopReactor() => _watchdog = new(static self => ((LoopReactor)self!).Watch(), this, Timeout.Infinite, Timeout.Infinite);

    public override TimeProvider Time => TimeProvider.System;

    public override bool IsUnhurried => Volatile.Read(ref _threads) <= MaximumThreads / 4;

    public override void Arm(ILoopClient client, in Interest interest)
    {
        bool interrupt = false;
        lock (_lock)
        {
            Forget(client);
            Registration registration = new(++_lastId, client, interest) { Armed = Time.GetTimestamp() };
            _byClient.Add(client, registration);
            _byId.Add(registration.Id, registration);
            if (interest.Transport is not null)
                Watch(interest.Transport, registration.Id, interest.Read, interest.Write);
            if (!interest.Due.IsNever)
            {
                long due = Time.GetTimestamp() + (long)(interest.Due.Remaining.TotalSeconds * Time.TimestampFrequency);
                interrupt = !_timers.TryPeek(out _, out long first) || due < first;
                _timers.Enqueue(registration, due);
            }
        }
        if (interrupt)
            Interrupt();
        EnsureThread();
    }

    public override void Disarm(ILoopClient client)
    {
        lock (_lock)
        {
            if (_byClient.TryGetValue(client, out Registration? registration) && registration.Interest.Transport is { } transport)
                Unwatch(transport);
            Forget(client);
        }
    }

    public override void Post(ILoopClient client)
    {
        _ready.Enqueue(client);
        Interrupt();
        EnsureThread();
    }

    /// <summary>Starts to watch a transport, once. Under the reactor's lock.</summary>
    protected abstract void Watch(ISocketTransport transport, long id, bool read, bool write);

    /// <summary>Stops watching a transport. Under the reactor's lock.</summary>
    protected abstract void Unwatch(ISocketTransport transport);

    /// <summary>Blocks until something watched is ready (reported through <see cref="Ready"/>), the limit passes or the wait is interrupted. One thread at a time.</summary>
    protected abstract void WaitForEvents(TimeSpan limit);

    /// <summary>Ends <see cref="WaitForEvents"/>, the current or the next.</summary>
    protected abstract void Interrupt();

    /// <summary>What was watched under that number is ready; numbers that mean nothing any more are ignored.</summary>
    protected void Ready(long id)
    {
        lock (_lock)
        {
            if (!_byId.TryGetValue(id, out Registration? registration))
                return;
            ILoopClient client = registration.Client!;
            if (registration.Interest.Read)
                (registration.Interest.Transport as SocketTransport)?.Announce(atOnce: Time.GetElapsedTime(registration.Armed) < s_atOnce);
            Forget(client);
            _ready.Enqueue(client);
        }
    }

    private void Forget(ILoopClient client)
    {
        // Its timer, if any, stays queued and means nothing when it comes.
        if (_byClient.Remove(client, out Registration? registration))
        {
            _byId.Remove(registration.Id);
            registration.Cancel();
        }
    }

    private void EnsureThread()
    {
        if (Volatile.Read(ref _threads) == 0 && Interlocked.CompareExchange(ref _threads, 1, 0) == 0)
            StartThread();
    }

    /// <summary>Starts one more thread, which is counted already.</summary>
    private void StartThread()
    {
        try
        {
            new Thread(Loop) { IsBackground = true, Name = "QSslCore event loop" }.UnsafeStart();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // The system has none to give, for the moment: whoever arms or posts next tries again.
            Interlocked.Decrement(ref _threads);
            QtLog.Warn($"The event loop has no thread: {e.Message}");
        }
    }

    private void Loop()
    {
        while (true)
        {
            if (_ready.TryDequeue(out ILoopClient? client))
            {
                Interlocked.Increment(ref _dispatched);
                if (Interlocked.Exchange(ref _watching, 1) == 0)
                    _watchdog.Change(s_slowHandler, s_slowHandler);
                Run(client);
                continue;
            }
            if (!_pollTurn.Wait(s_idleThreadLife))
            {
                // Another thread has the loop; one that only stood in during a slow handler goes home.
                Interlocked.Decrement(ref _threads);
                return;
            }
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

    private static void Run(ILoopClient client)
    {
        try
        {
            client.OnReady();
        }
#pragma warning disable CA1031 // A client deals with its own exceptions; one that slips through must not end the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            QtLog.Warn($"An event loop client failed: {e}");
        }
    }

    private TimeSpan UntilNextTimer()
    {
        lock (_lock)
        {
            while (_timers.TryPeek(out Registration? registration, out long due))
            {
                if (registration.Cancelled)
                {
                    _timers.Dequeue();
                    continue;
                }
                long left = due - Time.GetTimestamp();
                return left <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)left / Time.TimestampFrequency);
            }
            return Timeout.InfiniteTimeSpan;
        }
    }

    private void FireTimers()
    {
        lock (_lock)
        {
            long now = Time.GetTimestamp();
            while (_timers.TryPeek(out Registration? registration, out long due) && due <= now)
            {
                _timers.Dequeue();
                if (!registration.Cancelled)
                {
                    if (registration.Interest.Transport is { } transport)
                        Unwatch(transport);
                    Ready(registration.Id);
                }
            }
        }
    }

    /// <summary>Finds that no thread has polled for a while because all of them are in handlers.</summary>
    private void Watch()
    {
        long dispatched = Volatile.Read(ref _dispatched);
        bool moved = dispatched != _dispatchedAtLastTick;
        _dispatchedAtLastTick = dispatched;
        if (_polling && !moved)
        {
            _watchdog.Change(Timeout.Infinite, Timeout.Infinite);
            Interlocked.Exchange(ref _watching, 0);
            // A handler that began meanwhile relied on the watch going on.
            if (Volatile.Read(ref _dispatched) != dispatched && Interlocked.Exchange(ref _watching, 1) == 0)
                _watchdog.Change(s_slowHandler, s_slowHandler);
        }
        else if (!_polling && !moved && Volatile.Read(ref _threads) < MaximumThreads)
        {
            Interlocked.Increment(ref _threads);
            StartThread();
        }
    }

    private sealed class Registration(long id, ILoopClient client, Interest interest)
    {
        public long Id { get; } = id;

        /// <summary>When, by the clock's timestamp.</summary>
        public long Armed { get; init; }

        /// <summary>Null when it was cancelled: a timer that is still queued must not keep it.</summary>
        public ILoopClient? Client { get; private set; } = client;

        public Interest Interest { get; private set; } = interest;

        public bool Cancelled => Client is null;

        public void Cancel() => (Client, Interest) = (null, Interest.Never);
    }
}
