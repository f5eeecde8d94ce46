using System.Diagnostics;
using System.Net.Sockets;
using QSslCore.Sockets;

namespace QSslCore;

/// <content>Ending.</content>
public abstract partial class QAbstractSocket
{
    /// <summary>
    /// A pass of the event loop is over in a moment: after the call that ends a connection it has ended. Only where a handler takes its
    /// time, or another thread waits on the socket, that thread does it next.
    /// </summary>
    private static readonly TimeSpan s_briefPatience = TimeSpan.FromSeconds(1);

    /// <summary>Ends the connection in good order: what was written goes out first, also when nothing waits for it. Before the connection
    /// stands it is remembered and done then.</summary>
    [QtMember("QAbstractSocket::disconnectFromHost")]
    public virtual void DisconnectFromHost() => Strand.Execute(BeginDisconnect, advance: true, patience: s_briefPatience);

    /// <summary>Ends the connection at once; what was written and not yet sent is dropped.</summary>
    [QtMember("QAbstractSocket::abort")]
    public void Abort() => Strand.Execute(AbortNow, patience: s_briefPatience);

    /// <summary>Ends the connection in good order and closes the device: unread bytes are dropped, and so is what was written when the
    /// connection, or its encryption, does not stand yet.</summary>
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
            // A handler that is told of it first threw, or cannot be called on this thread.
            if (!isAnothers && _connection.IsAboutToClose)
                Strand.Execute(FinishClosing, advance: true);
        }
    }

    /// <summary>Ends the connection from outside with an error. Any thread.</summary>
    /// <param name="error">The error to report.</param>
    /// <param name="text">The same in words.</param>
    /// <param name="raise">Raise the events on this thread, if no other thread drives.</param>
    internal void FailFromOutside(QSocketError error, string text, bool raise = true) => Strand.Execute(
        () =>
        {
            if (State != SocketState.UnconnectedState)
                Terminate(error, text);
        },
        raise: raise);

    private protected void BeginDisconnect()
    {
        Debug.Assert(Strand.IsOwner);
        NoteEndHere();
        switch (State)
        {
            case SocketState.HostLookupState or SocketState.ConnectingState:
                _connection.IsClosePending = true;
                break;
            case SocketState.BoundState:
                EndConnection(orderly: false);
                break;
            case SocketState.ConnectedState when DefersClose && Output.Count > 0:
                _connection.IsClosePending = true;
                break;
            case SocketState.ConnectedState:
                BeginClosing();
                break;
        }
    }

    private protected void BeginClosing()
    {
        Debug.Assert(Strand.IsOwner);
        _connection.IsClosePending = false;
        SetState(SocketState.ClosingState);
    }

    /// <summary>Goes on with closing: the last output, the farewell, the end.</summary>
    private bool StepClosing()
    {
        Debug.Assert(Strand.IsOwner);
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
        Debug.Assert(Strand.IsOwner);
        NoteEndHere();
        Output.Clear();
        EndConnection(orderly: false);
        if (IsOpen && !_connection.IsAboutToClose)
            RaiseAboutToClose();
        CloseDevice();
    }

    /// <summary>Those who want to know before the device closes are told first, and may still write.</summary>
    private void CloseNow()
    {
        Debug.Assert(Strand.IsOwner);
        if (_connection.IsAboutToClose || (!IsOpen && State == SocketState.UnconnectedState))
            return;
        _connection.IsAboutToClose = true;
        if (!IsOpen || !IsCloseHeard)
        {
            FinishClosing();
            return;
        }
        RaiseAboutToClose();
        Strand.Queue(new QueuedAction(FinishClosing), new(), conditional: false);
    }

    private void FinishClosing()
    {
        Debug.Assert(Strand.IsOwner);
        // A handler has aborted, or even connected anew.
        if (!_connection.IsAboutToClose)
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
        Debug.Assert(Strand.IsOwner);
        _connection.IsAboutToClose = false;
        CancelTransaction();
        Input.Clear();
        OpenMode = OpenMode.NotOpen;
    }

    private protected override bool WasEndedByPeer => _connection is { WasBegun: true, WasEndedHere: false }
        && State == SocketState.UnconnectedState;

    private void NoteEndHere() => _connection.WasEndedHere |= State != SocketState.UnconnectedState;

    /// <summary>The peer has closed: what was received stays readable.</summary>
    private protected void PeerClosed(string text)
    {
        Debug.Assert(Strand.IsOwner);
        _connection.WasClosedByPeer = true;
        SetError(QSocketError.RemoteHostClosedError, text);
        SetState(SocketState.ClosingState);
        Output.Clear();
        EndConnection(orderly: false);
    }

    /// <summary>The system reported an error on a standing connection.</summary>
    private protected void Fail(SocketError error)
    {
        Debug.Assert(Strand.IsOwner);
        (QSocketError code, string text) = SocketErrors.Describe(error, TargetText, connecting: false);
        _connection.WasCutShort = true;
        Terminate(code, text);
    }

    /// <summary>
    /// Ends everything for an error: state first, error after, as Qt orders a failed attempt; a standing connection, and an
    /// attempt through a proxy, report the error first.
    /// </summary>
    private protected void Terminate(QSocketError error, string text)
    {
        Debug.Assert(Strand.IsOwner);
        Output.Clear();
        if (State is SocketState.HostLookupState or SocketState.ConnectingState
            && _connection.Connector is not ProxyConnector { LooksHostUp: false })
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
        Debug.Assert(Strand.IsOwner);
        DropConnector();
        DropBound();
        bool wasConnected = State is SocketState.ConnectedState or SocketState.ClosingState;
        _trace?.Closed(Transport?.BytesSent ?? 0, Transport?.BytesReceived ?? 0);
        if (Transport is { } transport)
        {
            _connection.Transport = null;
            if (orderly)
                LingeringClose.Start(transport, _network.Reactor);
            else
                transport.Dispose();
        }
        _connection.IsClosePending = false;
        OnConnectionEnded();
        if (State == SocketState.UnconnectedState)
            return;
        _generation++;
        SetState(SocketState.UnconnectedState);
        if (wasConnected)
        {
            RaiseReadChannelFinished();
            Strand.Queue(_signals.Disconnected, new());
        }
        // Handlers of the signals above still want to know whose connection it was.
        Strand.Queue(new QueuedAction(ClearAddresses), new(), conditional: true);
    }

    /// <summary>The end is told by another object, and later: it still wants to know whose connection it was.</summary>
    private protected virtual bool KeepsAddresses => false;

    private void ClearAddresses()
    {
        if (KeepsAddresses)
            return;
        _connection.Endpoints = _connection.Endpoints.WithoutAddresses();
    }

    /// <summary>The transport is gone: a TLS socket frees its engine here.</summary>
    private protected virtual void OnConnectionEnded()
    {
    }
}
