namespace QSslCore;

/// <summary>The data of every event: an immutable snapshot that can be read later and on any thread.</summary>
public class SignalEventArgs : EventArgs
{
    /// <summary>
    /// The number of the event. It counts the events of one socket or server from 1, in the order in which they occurred. The event queue
    /// of PowerShell does not guarantee that order, so sort by this number.
    /// </summary>
    public long Sequence { get; private set; }

    /// <summary>The time of the event in UTC. The event can be raised later.</summary>
    public DateTimeOffset Timestamp { get; private set; }

    /// <summary>Sets the number and the time. The strand calls it once, before other code can see the object.</summary>
    internal void Stamp(long sequence, DateTimeOffset timestamp)
    {
        Sequence = sequence;
        Timestamp = timestamp;
    }
}
