using System.Diagnostics;
using System.Net.Sockets;
using QSslCore.Sockets;

namespace QSslCore;

// Ending.
public abstract partial class QAbstractSocket
{
    /// <summary>
    /// A pass of the event loop is short, so the connection has usually ended when the call that ends it returns. If a handler takes a long
    /// time, or another thread waits on the socket, that thread ends the connection next.
    /// </summary>
    private static readonly TimeSpan s_briefPatience = TimeSpan.FromSeconds(1);

    /// <summary>Closes the connection in order. All written data is sent first, even if no thread waits for it. If the connection is not
    /// established yet, it is closed after it is established.</summary>
    [QtMember("QAbstractSocket::disconnectFromHost")]
    public virtual void DisconnectFromHost() => Strand.Execute(BeginDisconnect, advance: true, patience: s_briefPatience);

    /// <summary>Closes the connection immediately and discards the data that is not sent yet.</summary>
    [QtMember("QAbstractSocket::abort")]
    public void Abort() => Strand.Execute(AbortNow, patience: s_briefPatience);

    /// <summary>Closes the connection in order and closes the device. Unread data is discarded. Written data is also discarded if the
    /// connection, or its encryption, is not established yet.</summary>
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

    /// <summary>Ends the connection from outside with an error. Any thread may call this.</summary>
    /// <param name="error">The error to report.</param>
    /// <param name="text">The error as text.</param>
    /// <param name="raise">True to raise the events on this thread if no other thread drives.</param>
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

    /// <summary>The end was requested and reported, and written data waits for the handshake.</summary>
    private bool WaitsToClose => _connection.IsClosePending && State == SocketState.ClosingState;

    /// <summary>Continues to close: the last output, close_notify, and the end.</summary>
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

    /// <summary>Sends the data that must be sent before the connection can end. Returns false while that would block.</summary>
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

    /// <summary>The listeners that must know before the device closes are called first, and can still write.</summary>
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
