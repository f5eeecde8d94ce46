using QSslCore.Sockets;

namespace QSslCore;

/// <content>What derived servers override and use.</content>
public partial class QTcpServer
{
    /// <summary>
    /// A connection came in. Override to make another kind of socket of it and pass that to
    /// <see cref="AddPendingConnection"/>; a descriptor that is not adopted is the override's to close.
    /// </summary>
    /// <param name="socketDescriptor">The system's descriptor.</param>
    [QtMember("QTcpServer::incomingConnection")]
    protected virtual void IncomingConnection(nint socketDescriptor)
    {
        QTcpSocket socket = new(_network);
        if (socket.SetSocketDescriptor(socketDescriptor))
            AddPendingConnection(socket);
        else
            _network.Discard(socketDescriptor);
    }

    /// <summary>Makes a connection available to <see cref="NextPendingConnection"/>.</summary>
    /// <param name="socket">The socket; the server aborts it if it is not taken.</param>
    [QtMember("QTcpServer::addPendingConnection")]
    protected void AddPendingConnection(QTcpSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        lock (_pendingLock)
        {
            _pending.Enqueue(socket);
        }
        _strand.Execute(() =>
        {
            if (IsListening)
                _strand.Queue(_pendingConnectionAvailable, new());
            else
                DropPending();
        }, raise: false);
    }

    private protected Signal<TArgs> NewSignal<TArgs>()
        where TArgs : SignalEventArgs => new(_strand);

    private protected void RaiseSignal<TArgs>(Signal<TArgs> signal, TArgs args)
        where TArgs : SignalEventArgs => _strand.Queue(signal, args);

    /// <summary>Raises a signal on this thread, no matter which thread drives the server.</summary>
    private protected void RaiseNow<TArgs>(Signal<TArgs> signal, TArgs args)
        where TArgs : SignalEventArgs
    {
        args.Stamp(_strand.NextSequence(), _network.Reactor.Time.GetUtcNow());
        signal.Raise(this, args);
    }

    /// <summary>Runs a command of a connection's, on whatever thread that is; the server's signals are raised by its own driver.</summary>
    private protected void RunAsOwner(Action command) => _strand.Execute(command, raise: false);

    /// <summary>There may be room again.</summary>
    private protected void Wake() => _strand.Wake();

    /// <summary>There is room for one more connection that is not ready to be handed out yet.</summary>
    private protected virtual bool HasRoom => true;

    /// <summary>Drops the connections that are not ready to be handed out yet: the server has been closed.</summary>
    private protected virtual void DropUnready()
    {
    }
}
