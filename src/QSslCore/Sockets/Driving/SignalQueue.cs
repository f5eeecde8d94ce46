namespace QSslCore.Sockets;

/// <summary>The signals of one object that are not raised yet, in order. Used by the strand's owner only, except for the numbers.</summary>
/// <param name="machine">The object.</param>
/// <param name="time">The clock.</param>
internal sealed class SignalQueue(IStrandMachine machine, TimeProvider time)
{
    private readonly Queue<Entry> _entries = new();
    private long _sequence;

    public int Count => _entries.Count;

    /// <summary>The number of a signal that is raised outside of the queue. Any thread.</summary>
    public long NextSequence() => Interlocked.Increment(ref _sequence);

    /// <summary>Gives a signal its number and its time.</summary>
    public void Stamp(SignalEventArgs args) => args.Stamp(NextSequence(), time.GetUtcNow());

    /// <summary>Adds a signal, unless it has no subscriber.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="conditional">Drop it when the connection ends before it is raised.</param>
    public void Add(Signal signal, SignalEventArgs args, bool conditional)
    {
        if (!signal.HasSubscribers)
            return;
        Stamp(args);
        _entries.Enqueue(new(signal, args, conditional ? machine.Generation : null));
    }

    /// <summary>Takes the oldest.</summary>
    public bool TryTake(out Entry entry) => _entries.TryDequeue(out entry);

    /// <summary>Raises a signal, unless its connection has ended.</summary>
    public void Raise(in Entry entry)
    {
        if (entry.Generation is null || entry.Generation == machine.Generation)
            entry.Signal.Raise(machine, entry.Args);
    }

    /// <summary>A signal with its arguments.</summary>
    /// <param name="Signal">The signal.</param>
    /// <param name="Args">Its arguments.</param>
    /// <param name="Generation">The connection that it belongs to; null when it is raised in any case.</param>
    public readonly record struct Entry(Signal Signal, SignalEventArgs Args, int? Generation);
}
