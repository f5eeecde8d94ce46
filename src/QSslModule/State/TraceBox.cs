using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Lines about the phases of connections on their way to a cmdlet, which writes them on the pipeline's thread. Filled on any
/// thread, in the middle of a socket's work.</summary>
internal sealed class TraceBox
{
    /// <summary>A peer that floods is not remembered for it, however long the pipeline takes to come back.</summary>
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

    /// <summary>Takes the oldest line; false when there is none.</summary>
    public bool TryTake(out TraceLine line)
    {
        lock (_lines)
        {
            return _lines.TryDequeue(out line);
        }
    }
}
