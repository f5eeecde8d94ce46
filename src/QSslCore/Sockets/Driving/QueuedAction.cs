namespace QSslCore.Sockets;

/// <summary>Not a signal, but something to do when the signals that were queued before it have been raised.</summary>
internal sealed class QueuedAction(Action action) : Signal
{
    public override bool HasSubscribers => true;

    public override void Raise(object sender, SignalEventArgs args) => action();
}
