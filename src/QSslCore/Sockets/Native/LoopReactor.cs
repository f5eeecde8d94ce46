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

    private readonly PriorityQueue<TimerEntry, long> _timers = new();
    private readonly ConcurrentQueue<ILoopClient> _ready = new();
    private readonly SemaphoreSlim _pollTurn = new(1);
    private readonly Timer _watchdog;
    private int _threads;
    private int _watching;
    private long _dispatched;
    private long _dispatchedAtLastTick;
    private volatile bool _polling;

    protected LoopReactor() => _watchdog = new(static self => ((LoopReactor)self!).Watch(), this, Timeout.Infinite, Timeout.Infinite);

    public override TimeProvider Time => TimeProvider.System;

    /// <summary>Guards who is armed for what.</summary>
    private protected Lock Gate { get; } = new();

    public override bool IsUnhurried => Volatile.Read(ref _threads) <= MaximumThreads / 4;

    public override void Arm(ILoopClient client, in Interest interest)
    {
        bool interrupt = false;
        lock (Gate)
        {
            LoopRegistration registration = client.Registration ??= new();
            if (registration.Interest.Transport is SocketTransport other && other != interest.Transport)
                Unwatch(other, registration);
            registration.Arm(client, interest, Time.GetTimestamp());
            if (interest.Transport is SocketTransport transport)
                Watch(transport, registration);
            if (!interest.Due.IsNever)
            {
                long due = registration.Since + (long)(interest.Due.RemainingAt(registration.Since).TotalSeconds * Time.TimestampFrequency);
                interrupt = !_timers.TryPeek(out _, out long first) || due < first;
                _timers.Enqueue(new(registration, registration.Arming), due);
            }
        }
        if (interrupt)
            Interrupt();
        EnsureThread();
    }

    public override void Disarm(ILoopClient client)
    {
        lock (Gate)
        {
            if (client.Registration is not { Client: not null } registration)
                return;
            if (registration.Interest.Transport is SocketTransport transport)
                Unwatch(transport, registration);
            // Its timer, if any, stays queued and means nothing when it comes.
            registration.Cancel();
        }
    }

    public override void Post(ILoopClient client)
    {
        _ready.Enqueue(client);
        Interrupt();
        EnsureThread();
    }

    /// <summary>Starts to watch a transport for what its registration is interested in, once. Under the gate.</summary>
    protected abstract void Watch(SocketTransport transport, LoopRegistration registration);

    /// <summary>Stops watching a transport, unless somebody else has begun to. Under the gate.</summary>
    protected abstract void Unwatch(SocketTransport transport, LoopRegistration registration);

    /// <summary>Blocks until something watched is ready (reported through <see cref="Ready"/>), the limit passes or the wait is interrupted. One thread at a time.</summary>
    protected abstract void WaitForEvents(TimeSpan limit);

    /// <summary>Ends <see cref="WaitForEvents"/>, the current or the next.</summary>
    protected abstract void Interrupt();

    /// <summary>What a registration is armed for has come. Under the gate.</summary>
    protected void Ready(LoopRegistration registration)
    {
        if (registration.Client is not { } client)
            return;
        if (registration.Interest.Read)
            (registration.Interest.Transport as SocketTransport)?.Announce(atOnce: Time.GetElapsedTime(registration.Since) < s_atOnce);
        registration.Cancel();
        _ready.Enqueue(client);
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
        lock (Gate)
        {
            while (_timers.TryPeek(out TimerEntry timer, out long due))
            {
                if (timer.IsCancelled)
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
        lock (Gate)
        {
            if (_timers.Count == 0)
                return;
            long now = Time.GetTimestamp();
            while (_timers.TryPeek(out TimerEntry timer, out long due) && due <= now)
            {
                _timers.Dequeue();
                if (timer.IsCancelled)
                    continue;
                if (timer.Registration.Interest.Transport is SocketTransport transport)
                    Unwatch(transport, timer.Registration);
                Ready(timer.Registration);
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

    private readonly record struct TimerEntry(LoopRegistration Registration, long Arming)
    {
        public bool IsCancelled => Registration.Client is null || Registration.Arming != Arming;
    }
}
