using System.Net.Sockets;
using QSslCore.Sockets;

namespace QSslCore;

// The state machine that accepts.
public partial class QTcpServer
{
    /// <summary>If no descriptor is available, an immediate retry would only use processor time.</summary>
    private const int BackOffMilliseconds = 100;

    private bool _inBackground;

    int IStrandMachine.Generation => 0;

    Interest IStrandMachine.Interest
    {
        get
        {
            if (_listener is not { } listener)
                return Interest.Never;
            if (!_acceptBackOff.IsNever && !_acceptBackOff.HasPassed)
                return Interest.Outside(_acceptBackOff);
            return MayAccept ? Interest.In(listener.Transport, read: true, write: false) : Interest.Outside();
        }
    }

    private bool MayAccept => !_paused && !_pending.IsFull && HasRoom;

    bool IStrandMachine.Step()
    {
        if (_listener is not { } listener || !MayAccept || (!_acceptBackOff.IsNever && !_acceptBackOff.HasPassed))
            return false;
        nint descriptor;
        try
        {
            descriptor = listener.Accept();
        }
        catch (SocketException e)
        {
            (ServerError, ErrorString) = SocketErrors.Describe(e.SocketErrorCode, "a new connection", connecting: false);
            _acceptBackOff = Deadline.After(_network.Reactor.Time, BackOffMilliseconds);
            _strand.Queue(_signals.AcceptError, new(ServerError));
            return true;
        }
        _acceptBackOff = Deadline.Never;
        if (descriptor < 0)
            return false;
        IncomingConnection(descriptor);
        _strand.Queue(_signals.NewConnection, new());
        return true;
    }

    void IStrandMachine.HandlerFailed(Exception exception)
    {
        (ServerError, ErrorString) = (QSocketError.UnknownSocketError,
            $"A handler of one of the server's events threw: {exception.Message}");
        QtLog.Warn(this, $"{GetType().Name}: {ErrorString}");
    }

    void IStrandMachine.LoopStopped()
    {
        if (_inBackground)
        {
            QtLog.Warn(this, $"{GetType().Name}: a script block listens to an event of the server, and runs on the thread of its "
                + "session only: "
                + "clients are accepted no more in the background, but while the server is waited for (Receive-SslConnection, "
                    + "WaitForNewConnection).");
        }
    }

    /// <summary>The wait that all other waits use, including those of cmdlets.</summary>
    internal DriveResult Drive(int milliseconds, Action? onIdle = null, CancellationToken token = default) =>
        _strand.Drive(() => HasPendingConnections, Deadline.After(_network.Reactor.Time, milliseconds), onIdle, token);

    /// <summary>Lets the event loop accept connections until the server is closed, without a waiting thread or a listener.</summary>
    internal void AcceptInBackground() => _strand.Execute(() =>
    {
        if (_inBackground || !IsListening)
            return;
        _inBackground = true;
        _strand.ListenersChanged(1, 0);
    });

    private bool Open(Func<IListener> open, string what, string operation)
    {
        bool listening = false;
        bool ran = _strand.TryExecute(TryOpen, s_patience);
        return ran ? listening : throw new InvalidOperationException("Another thread is using this server right now.");

        void TryOpen()
        {
            // Checked as the owner: while this call waited for a handler, the handler may have disposed of the server.
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (IsListening)
            {
                QtLog.Warn(this, $"{GetType().Name}.{operation}: the server is listening already.");
                return;
            }
            try
            {
                _listener = open();
            }
            catch (SocketException e)
            {
                (ServerError, ErrorString) = SocketErrors.Describe(e.SocketErrorCode, what, connecting: false);
                return;
            }
            listening = true;
            OnListening();
        }
    }

    /// <summary>The server now listens.</summary>
    private protected virtual void OnListening()
    {
    }

    private void CloseNow()
    {
        if (_inBackground)
        {
            _inBackground = false;
            _strand.ListenersChanged(-1, 0);
        }
        IListener? listener = _listener;
        _listener = null;
        listener?.Dispose();
        DropPending();
    }

    private void DropPending()
    {
        DropUnready();
        while (_pending.Take() is { } socket)
            socket.Dispose();
    }
}
