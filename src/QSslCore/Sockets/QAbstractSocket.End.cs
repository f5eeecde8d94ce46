using System.Diagnostics;
using System.Net.Sockets;
using QSslCore.Sockets;

namespace QSslCore;

// How a connection ends, for each reason.
public abstract partial class QAbstractSocket
{
    private protected override bool WasEndedByPeer => _connection is { WasBegun: true, WasEndedHere: false }
        && State == SocketState.UnconnectedState;

    private void NoteEndHere() => _connection.WasEndedHere |= State != SocketState.UnconnectedState;

    /// <summary>The peer closed the connection. Received data remains readable.</summary>
    private protected void PeerClosed(string text)
    {
        Debug.Assert(Strand.IsOwner);
        _connection.WasClosedByPeer = true;
        SetError(QSocketError.RemoteHostClosedError, text);
        SetState(SocketState.ClosingState);
        Output.Clear();
        EndConnection(orderly: false);
    }

    /// <summary>The system reported an error on an established connection.</summary>
    private protected void Fail(SocketError error)
    {
        Debug.Assert(Strand.IsOwner);
        (QSocketError code, string text) = SocketErrors.Describe(error, TargetText, connecting: false);
        _connection.WasCutShort = true;
        Terminate(code, text);
    }

    /// <summary>
    /// Ends everything because of an error. As in Qt, a failed attempt changes the state first and reports the error afterwards. An
    /// established connection, and an attempt through a proxy, report the error first.
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

    /// <summary>Returns to the unconnected state and raises the events for it.</summary>
    /// <param name="orderly">True if all data was sent, so that the peer can still read it.</param>
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

    /// <summary>Another object reports the end later, and still needs the addresses of the connection.</summary>
    private protected virtual bool KeepsAddresses => false;

    private void ClearAddresses()
    {
        if (KeepsAddresses)
            return;
        _connection.Endpoints = _connection.Endpoints.WithoutAddresses();
    }

    /// <summary>The transport is closed. A TLS socket frees its engine here.</summary>
    private protected virtual void OnConnectionEnded()
    {
    }
}
