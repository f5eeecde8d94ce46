using QSslCore.Sockets;

namespace QSslCore.Tests.Sockets;

/// <summary>Plays the host whose delegates are bound to a thread: those that were made by <see cref="Bind"/> are.</summary>
internal sealed class BoundScope : IDisposable
{
    private static readonly HashSet<Delegate> s_bound = [];

    [ThreadStatic]
    private static Action? s_beforeSubscribing;

    static BoundScope() => SubscriberAffinity.IsBoundToThread = handler =>
    {
        s_beforeSubscribing?.Invoke();
        lock (s_bound)
        {
            return s_bound.Contains(handler);
        }
    };

    private readonly List<Delegate> _mine = [];

    /// <summary>Does something whenever this thread is about to subscribe to an event: as if another thread came in between.</summary>
    public Action BeforeSubscribing
    {
        init => s_beforeSubscribing = value;
    }

    public EventHandler<SignalEventArgs> Bind(EventHandler<SignalEventArgs> handler)
    {
        _mine.Add(handler);
        lock (s_bound)
        {
            s_bound.Add(handler);
        }
        return handler;
    }

    public void Dispose()
    {
        s_beforeSubscribing = null;
        lock (s_bound)
        {
            _mine.ForEach(d => s_bound.Remove(d));
        }
    }
}
