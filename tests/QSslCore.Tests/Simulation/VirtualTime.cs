namespace QSslCore.Tests.Simulation;

/// <summary>A clock that moves only when told to; one tick is 100 ns.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly PriorityQueue<Action, (long Due, long Order)> _agenda = new();
    private long _now;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Now => TimeSpan.FromTicks(_now);

    public override long GetTimestamp() => _now;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(_now);

    public void At(TimeSpan delay, Action action) => _agenda.Enqueue(action, (_now + Math.Max(0, delay.Ticks), ++_order));

    /// <summary>Runs the next thing on the agenda if it is due by then; false when there is none.</summary>
    public bool RunNext(TimeSpan limit)
    {
        long until = limit == Timeout.InfiniteTimeSpan ? long.MaxValue : _now + limit.Ticks;
        if (!_agenda.TryPeek(out Action? action, out (long Due, long Order) at) || at.Due > until)
            return false;
        _agenda.Dequeue();
        _now = Math.Max(_now, at.Due);
        action();
        return true;
    }

    public void Advance(TimeSpan by) => _now += by.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        OneShot timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class OneShot(VirtualTime clock, Action callback) : ITimer
    {
        private bool _stopped;
        private int _setting;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_stopped)
                return false;
            int setting = ++_setting;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock.At(dueTime, () =>
                {
                    if (!_stopped && setting == _setting)
                        callback();
                });
            }
            return true;
        }

        public void Dispose() => _stopped = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
