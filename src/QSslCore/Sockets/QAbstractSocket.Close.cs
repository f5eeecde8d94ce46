using System.Net.Sockets;
using QSslCore.Sockets;

namespace QSslCore;

/// <content>Ending.</content>
public abstract partial class QAbstractSocket
{
    /// <summary>
    /// A pass of the event loop is over in a moment: whoever ends a connection finds it ended. Only where a handler takes its
    /// time, or another thread waits on the socket, that thread does it next.
    /// </summary>
    private static readonly TimeSpan s_briefPatience = TimeSpan.FromSeconds(1);

    /// <summary>This side ended the connection: what the peer still had to say was not waited for.</summary>
    private bool _endedHere;

    /// <summary>A connection was begun, whatever became of it.</summary>
    private bool _wasBegun;

    /// <summary>The peer closed its end.</summary>
    private bool _peerClosed;

    /// <summary>Those who want to know of it are being told that the device is about to close.</summary>
    private bool _isAboutToClose;

    /// <summary>
    /// Ends the connection in good order: what was written goes out first, also when nobody waits for it. Before the connection
    /// stands it is remembered and done then.
    /// </summary>
    [QtMember("QAbstractSocket::disconnectFromHost")]
    public virtual void DisconnectFromHost() => Strand.Execute(BeginDisconnect, advance: true, patience: s_briefPatience);

    /// <summary>Ends the connection at once; what was written and not yet sent is dropped.</summary>
    [QtMember("QAbstractSocket::abort")]
    public void Abort() => Strand.Execute(AbortNow, patience: s_briefPatience);

    /// <summary>
    /// Ends the connection in good order and closes the device: unread bytes are dropped, and so is what was written when the
    /// connection, or its encryption, does not stand yet.
    /// </summary>
    [QtMember("QAbstractSocket::close")]
    public override void Close()
    {
        bool isAnothers = false;
        try
        {
            isAnothers = !Strand.Execute(CloseNow, advance: true, patience: s_briefPatience);
        }
        finally
        {
            // Whoever wants to know of it first threw, or cannot be called on this thread.
            if (!isAnothers && _isAboutToClose)
                Strand.Execute(FinishClosing, advance: true);
        }
    }

    /// <summary>Aborts the connection and frees everything. Safe from any thread, at any time, more than once.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the object holds.</summary>
    /// <param name="disposing">True from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (_disposed || !disposing)
            return;
        _disposed = true;
        Abort();
    }

    /// <summary>Somebody who watches over the connection gives it up. Any thread.</summary>
    /// <param name="error">The error to report.</param>
    /// <param name="text">The same in words.</param>
    /// <param name="raise">Raise the events on this thread, if nobody else drives.</param>
    internal void FailFromOutside(QSocketError error, string text, bool raise = true) => Strand.Execute(
        () =>
        {
            if (State != SocketState.UnconnectedState)
                Terminate(error, text);
        },
        raise: raise);

    private protected void BeginDisconnect()
    {
        NoteEndHere();
        switch (State)
        {
            case SocketState.HostLookupState or SocketState.ConnectingState:
                _pendingClose = true;
                break;
            case SocketState.BoundState:
                EndConnection(orderly: false);
                break;
            case SocketState.ConnectedState when DefersClose && Output.Count > 0:
                // It is told at once, and the handshake goes on: what was written must not leave before it.
                _pendingClose = true;
                SetState(SocketState.ClosingState);
                break;
            case SocketState.ClosingState when WaitsToClose && (!DefersClose || Output.Count == 0):
                BeginClosing();
                break;
            case SocketState.ConnectedState:
                BeginClosing();
                break;
        }
    }

    private protected void BeginClosing()
    {
        _pendingClose = false;
        SetState(SocketState.ClosingState);
    }

    /// <summary>The end was asked for, and told, and what was written waits for the handshake.</summary>
    private bool WaitsToClose => _pendingClose && State == SocketState.ClosingState;

    /// <summary>Goes on with closing: the last output, the farewell, the end.</summary>
    private bool StepClosing()
    {
        FlushOutput();
        if (State != SocketState.ClosingState)
            return true;
        if (!SayFarewell())
            return false;
        Output.Clear();
        EndConnection(orderly: true);
        return true;
    }

    /// <summary>Sends what is still to be sent before the connection may end; false while that would block.</summary>
    private protected virtual bool SayFarewell() => !HasPendingOutput;

    private protected void AbortNow()
    {
        NoteEndHere();
        Output.Clear();
        EndConnection(orderly: false);
        if (IsOpen && !_isAboutToClose)
            RaiseAboutToClose();
        CloseDevice();
    }

    /// <summary>Those who want to know before the device closes are told first, and may still write.</summary>
    private void CloseNow()
    {
        if (_isAboutToClose || (!IsOpen && State == SocketState.UnconnectedState))
            return;
        _isAboutToClose = true;
        if (!IsOpen || !IsCloseHeard)
        {
            FinishClosing();
            return;
        }
        RaiseAboutToClose();
        Strand.Queue(new Afterwards(FinishClosing), new(), conditional: false);
    }

    private void FinishClosing()
    {
        // A handler has aborted, or even connected anew.
        if (!_isAboutToClose)
            return;
        if (State is SocketState.HostLookupState or SocketState.ConnectingState)
        {
            NoteEndHere();
            EndConnection(orderly: false);
        }
        else
        {
            // The peer may not even be the right one: it gets nothing any more.
            if (DefersClose)
                Output.Clear();
            BeginDisconnect();
        }
        CloseDevice();
    }

    private void CloseDevice()
    {
        _isAboutToClose = false;
        CancelTransaction();
        Input.Clear();
        OpenMode = OpenMode.NotOpen;
    }

    private protected override bool WasEndedByPeer => _wasBegun && !_endedHere && State == SocketState.UnconnectedState;

    private void NoteEndHere() => _endedHere |= State != SocketState.UnconnectedState;

    /// <summary>The peer has closed: what was received stays readable.</summary>
    private protected void PeerClosed(string text)
    {
        _peerClosed = true;
        SetError(QSocketError.RemoteHostClosedError, text);
        SetState(SocketState.ClosingState);
        Output.Clear();
        EndConnection(orderly: false);
    }

    /// <summary>The system reported an error on a standing connection.</summary>
    private protected void Fail(SocketError error)
    {
        (QSocketError code, string text) = SocketErrors.Describe(error, TargetText, connecting: false);
        EndedEarly = true;
        Terminate(code, text);
    }

    /// <summary>
    /// Ends everything for an error: state first, error after, as Qt orders a failed attempt; a standing connection, and an
    /// attempt through a proxy, report the error first.
    /// </summary>
    private protected void Terminate(QSocketError error, string text)
    {
        Output.Clear();
        if (State is SocketState.HostLookupState or SocketState.ConnectingState && _connector is not ProxyConnector { LooksHostUp: false })
        {
            EndConnection(orderly: false);
            SetError(error, text);
        }
        else
        {
            SetError(error, text);
            EndConnection(orderly: false);
        }
    }

    /// <summary>Back to unconnected, with the signals that belong to it.</summary>
    /// <param name="orderly">All was sent: let the peer read it in peace.</param>
    private protected void EndConnection(bool orderly)
    {
        DropConnector();
        TakeBound()?.Dispose();
        _binding = null;
        bool wasConnected = State is SocketState.ConnectedState or SocketState.ClosingState;
        if (Transport is { } transport)
        {
            Transport = null;
            if (orderly)
                LingeringClose.Start(transport, _network.Reactor);
            else
                transport.Dispose();
        }
        _pendingClose = false;
        OnConnectionEnded();
        if (State == SocketState.UnconnectedState)
            return;
        _generation++;
        SetState(SocketState.UnconnectedState);
        if (wasConnected)
        {
            RaiseReadChannelFinished();
            Strand.Queue(_disconnected, new());
        }
        // Handlers of the signals above still want to know whose connection it was.
        Strand.Queue(new Afterwards(ClearAddresses), new(), conditional: true);
    }

    /// <summary>The end is told by another object, and later: it still wants to know whose connection it was.</summary>
    private protected virtual bool KeepsAddresses => false;

    private void ClearAddresses()
    {
        if (KeepsAddresses)
            return;
        LocalAddress = PeerAddress = null;
        LocalPort = PeerPort = 0;
    }

    /// <summary>Not a signal, but something to be done when those before it have been raised.</summary>
    private protected sealed class Afterwards(Action action) : Signal
    {
        public override bool HasSubscribers => true;

        public override void Raise(object sender, SignalEventArgs args) => action();
    }

    /// <summary>The transport is gone: a TLS socket frees its engine here.</summary>
    private protected virtual void OnConnectionEnded()
    {
    }
}
