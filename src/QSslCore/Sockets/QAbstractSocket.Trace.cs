using QSslCore.Sockets;

namespace QSslCore;

// The trace of the phases of a connection.
public abstract partial class QAbstractSocket
{
    /// <summary>Null until a listener subscribes, so that a connection without a trace has no cost for it.</summary>
    private SocketTrace? _trace;

    private protected SocketTrace? Trace => _trace;

    /// <summary>Receives the phases of this socket's connections as lines, as described at <see cref="SocketTrace.Narrator"/>. Any thread
    /// may set it.</summary>
    internal Action<TraceLine>? Narrator
    {
        get => _trace?.Narrator;
        set
        {
            if (_trace is null && value is not null)
            {
                // The connection may have been made before anything listened.
                SocketTrace trace = new(Time, isEstablished: HasConnection);
                trace.Name(TargetText);
                Interlocked.CompareExchange(ref _trace, trace, null);
            }
            if (_trace is { } present)
                present.Narrator = value;
        }
    }

    /// <summary>Passes a line to the narrator that the socket itself does not know.</summary>
    internal void Narrate(string text) => _trace?.Say(text);

    /// <summary>Begins a phase that can be traced. Returns null if nothing listens and nothing ever has.</summary>
    private protected SocketTrace? BeginTrace()
    {
        if (_trace is null)
        {
            if (!SocketTrace.IsListenedTo)
                return null;
            Interlocked.CompareExchange(ref _trace, new(Time, isEstablished: false), null);
        }
        _trace.Name(TargetText);
        return _trace;
    }
}
