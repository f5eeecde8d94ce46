namespace QSslCore.Sockets;

/// <summary>A point in a clock's time after which a wait has failed; or never.</summary>
internal readonly struct Deadline
{
    private readonly TimeProvider? _time;
    private readonly long _due;

    private Deadline(TimeProvider time, long due)
    {
        _time = time;
        _due = due;
    }

    /// <summary>Never passes.</summary>
    public static Deadline Never => default;

    /// <summary>The moment that many milliseconds from now; -1 (any negative number) is never.</summary>
    public static Deadline After(TimeProvider time, long milliseconds) =>
        milliseconds < 0 ? Never : new Deadline(time, time.GetTimestamp() + (long)(milliseconds * (time.TimestampFrequency / 1000.0)));

    public bool IsNever => _time is null;

    public bool HasPassed => _time is not null && _time.GetTimestamp() >= _due;

    /// <summary>What is left; zero when it has passed, <see cref="Timeout.InfiniteTimeSpan"/> when it never will.</summary>
    public TimeSpan Remaining
    {
        get
        {
            return _time is null ? Timeout.InfiniteTimeSpan : RemainingAt(_time.GetTimestamp());
        }
    }

    /// <summary><see cref="Remaining"/>, for who has just looked at the clock.</summary>
    /// <param name="timestamp">What the clock said.</param>
    public TimeSpan RemainingAt(long timestamp)
    {
        long left = _due - timestamp;
        return _time is null ? Timeout.InfiniteTimeSpan : left <= 0 ? TimeSpan.Zero
            : TimeSpan.FromSeconds((double)left / _time.TimestampFrequency);
    }

    /// <summary>The earlier of two.</summary>
    public static Deadline Earlier(Deadline a, Deadline b) =>
        a.IsNever ? b : b.IsNever ? a : a._due <= b._due ? a : b;
}
