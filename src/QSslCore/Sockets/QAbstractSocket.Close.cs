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
                // It is told at once, and the handshake goes on: what was written must not leave before it.
                _connection.IsClosePending = true;
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
        Debug.Assert(Strand.IsOwner);
        _connection.IsClosePending = false;
        SetState(SocketState.ClosingState);
    }

    /// <summary>The end was asked for, and told, and what was written waits for the handshake.</summary>
    private bool WaitsToClose => _connection.IsClosePending && State == SocketState.ClosingState;

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
}
