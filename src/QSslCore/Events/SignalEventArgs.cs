namespace QSslCore;

/// <summary>What every signal carries: an immutable snapshot that may be read later and on any thread.</summary>
public class SignalEventArgs : EventArgs
{
    /// <summary>
    /// Counts the signals of one socket or server from 1 in the order in which they happened. PowerShell's event queue
    /// does not promise that order: sort by this number.
    /// </summary>
    public long Sequence { get; private set; }

    /// <summary>When it happened (UTC), which may be before it was raised.</summary>
    public DateTimeOffset Timestamp { get; private set; }

    /// <summary>Set once, by the strand, before other code can see the object.</summary>
    internal void Stamp(long sequence, DateTimeOffset timestamp)
    {
        Sequence = sequence;
        Timestamp = timestamp;
    }
}
