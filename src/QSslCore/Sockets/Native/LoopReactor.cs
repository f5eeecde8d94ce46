using System.Collections.Concurrent;
using System.Diagnostics;

namespace QSslCore.Sockets.Native;

/// <summary>The common part of the event loop: the armed clients, their deadlines, and the threads.</summary>
internal abstract partial class LoopReactor : Reactor
{
    /// <summary>An event that arrives within this time after arming counts as one that was there before.</summary>
    private protected static readonly TimeSpan s_atOnce = TimeSpan.FromMicroseconds(10);

    private readonly PriorityQueue<TimerEntry, long> _timers = new();
    private readonly ConcurrentQueue<ILoopClient> _ready = new();

    public override TimeProvider Time => TimeProvider.System;

    /// <summary>Guards the registrations.</summary>
    private protected Lock Gate { get; } = new();

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
            // Its timer, if there is one, stays queued and has no effect when it expires.
            registration.Cancel();
        }
    }

    public override void Post(ILoopClient client)
    {
        _ready.Enqueue(client);
        Interrupt();
        EnsureThread();
    }

    /// <summary>Watches a transport for one event that its registration is interested in. Under the gate.</summary>
    protected abstract void Watch(SocketTransport transport, LoopRegistration registration);

    /// <summary>Stops watching a transport, unless another client watches it now. Under the gate.</summary>
    protected abstract void Unwatch(SocketTransport transport, LoopRegistration registration);

    /// <summary>Blocks until something watched is ready (reported through <see cref="Ready"/>), the limit passes or the wait is
    /// interrupted. One thread at a time.</summary>
    protected abstract void WaitForEvents(TimeSpan limit);

    /// <summary>Ends <see cref="WaitForEvents"/>, the current or the next.</summary>
    protected abstract void Interrupt();

    /// <summary>Reports the event that a registration is armed for. Under the gate.</summary>
    protected void Ready(LoopRegistration registration)
    {
        Debug.Assert(Gate.IsHeldByCurrentThread);
        if (registration.Client is not { } client)
            return;
        if (registration.Interest.Read)
            (registration.Interest.Transport as SocketTransport)?.Announce(atOnce: Time.GetElapsedTime(registration.Since) < s_atOnce);
        registration.Cancel();
        _ready.Enqueue(client);
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

    private readonly record struct TimerEntry(LoopRegistration Registration, long Arming)
    {
        public bool IsCancelled => Registration.Client is null || Registration.Arming != Arming;
    }
}
