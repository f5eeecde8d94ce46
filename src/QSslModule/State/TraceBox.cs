using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Holds lines about the phases of connections until a cmdlet writes them on the thread of the pipeline. Any thread may add lines,
/// even while a socket works.</summary>
internal sealed class TraceBox
{
    /// <summary>The limit of pending lines. A peer that causes many lines does not fill the memory while the pipeline is busy.</summary>
    private const int MaxKept = 10_000;

    private readonly Queue<TraceLine> _lines = new();

    public void Put(TraceLine line)
    {
        lock (_lines)
        {
            if (_lines.Count < MaxKept)
                _lines.Enqueue(line);
        }
    }

    /// <summary>Removes and returns the oldest line; false if there is none.</summary>
    public bool TryTake(out TraceLine line)
    {
        lock (_lines)
        {
            return _lines.TryDequeue(out line);
        }
    }
}
