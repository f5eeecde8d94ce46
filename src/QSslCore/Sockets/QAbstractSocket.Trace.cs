using QSslCore.Sockets;

namespace QSslCore;

/// <content>What is told of the phases of a connection.</content>
public abstract partial class QAbstractSocket
{
    /// <summary>Null as long as nothing has listened, so that a connection that is not traced costs nothing for it.</summary>
    private SocketTrace? _trace;

    private protected SocketTrace? Trace => _trace;

    /// <summary>Gets the phases of this socket's connections as lines, as <see cref="SocketTrace.Narrator"/> says. Any thread.</summary>
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

    /// <summary>Says something that the socket does not know of to the narrator.</summary>
    internal void Narrate(string text) => _trace?.Say(text);

    /// <summary>A phase begins that may be listened to: null when nothing listens, and never did.</summary>
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
