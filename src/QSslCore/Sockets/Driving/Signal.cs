namespace QSslCore.Sockets;

/// <summary>One of Qt's signals of one object: who listens, and how to tell them.</summary>
internal abstract class Signal
{
    /// <summary>True when the signal has a listener.</summary>
    public abstract bool HasSubscribers { get; }

    /// <summary>Calls the subscribers, on this thread.</summary>
    public abstract void Raise(object sender, SignalEventArgs args);
}

/// <inheritdoc cref="Signal"/>
internal sealed class Signal<TArgs>(Strand strand) : Signal
    where TArgs : SignalEventArgs
{
    private EventHandler<TArgs>? _handlers;

    public override bool HasSubscribers => _handlers is not null;

    public void Add(EventHandler<TArgs>? handler)
    {
        if (handler is null)
            return;
        int bound = SubscriberAffinity.IsBound(handler) ? 1 : 0;
        EventHandler<TArgs>? before, after;
        do
        {
            before = _handlers;
            after = before + handler;
        }
        while (Interlocked.CompareExchange(ref _handlers, after, before) != before);
        strand.ListenersChanged(1, bound);
    }

    public void Remove(EventHandler<TArgs>? handler)
    {
        if (handler is null)
            return;
        EventHandler<TArgs>? before, after;
        do
        {
            before = _handlers;
            after = before - handler;
            if (after == before)
                return;
        }
        while (Interlocked.CompareExchange(ref _handlers, after, before) != before);
        strand.ListenersChanged(-1, SubscriberAffinity.IsBound(handler) ? -1 : 0);
    }

    /// <summary>No subscriber needs another thread than this one.</summary>
    public bool CanBeRaisedHere =>
        SubscriberAffinity.CanRunBoundHere || _handlers is not { } handlers
            || !Array.Exists(handlers.GetInvocationList(), SubscriberAffinity.IsBound);

    public override void Raise(object sender, SignalEventArgs args) => _handlers?.Invoke(sender, (TArgs)args);
}
