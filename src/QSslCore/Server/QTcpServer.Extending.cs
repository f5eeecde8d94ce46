using QSslCore.Sockets;

namespace QSslCore;

// Members for derived servers.
public partial class QTcpServer
{
    /// <summary>
    /// A client has connected. Override this method to create another kind of socket, and pass the socket to
    /// <see cref="AddPendingConnection"/>. If the override does not adopt the descriptor, it must close it.
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
    /// <param name="socket">The socket. The server aborts it if it is not taken.</param>
    [QtMember("QTcpServer::addPendingConnection")]
    protected void AddPendingConnection(QTcpSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        _pending.Add(socket);
        _strand.Execute(() =>
        {
            if (IsListening)
                _strand.Queue(_signals.PendingConnectionAvailable, new());
            else
                DropPending();
        }, raise: false);
    }

    /// <summary>Orders the server's events. A derived server creates its signals on it.</summary>
    private protected Strand Strand => _strand;

    private protected void RaiseSignal<TArgs>(Signal<TArgs> signal, TArgs args)
        where TArgs : SignalEventArgs => _strand.Queue(signal, args);

    /// <summary>Raises an event on this thread, regardless of the thread that drives the server.</summary>
    private protected void RaiseNow<TArgs>(Signal<TArgs> signal, TArgs args)
        where TArgs : SignalEventArgs
    {
        args.Stamp(_strand.NextSequence(), _network.Reactor.Time.GetUtcNow());
        signal.Raise(this, args);
    }

    /// <summary>Runs a command of a connection on the current thread. The server's driver raises the server's events.</summary>
    private protected void RunAsOwner(Action command) => _strand.Execute(command, raise: false);

    /// <summary>Continues, because there may be room again.</summary>
    private protected void Wake() => _strand.Wake();

    /// <summary>True if there is room for one more connection that is not ready to be handed out yet.</summary>
    private protected virtual bool HasRoom => true;

    /// <summary>Drops the connections that are not ready to be handed out yet, because the server was closed.</summary>
    private protected virtual void DropUnready()
    {
    }
}
