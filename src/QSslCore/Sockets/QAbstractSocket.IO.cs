using System.Diagnostics;
using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

// Plain reading and writing.
public abstract partial class QAbstractSocket
{
    /// <summary>The maximum number of bytes in a read pass, so that a fast peer cannot occupy a driver.</summary>
    private protected const int ReadPassLimit = 256 * 1024;

    private protected const int ReadChunk = 16 * 1024;

    /// <summary>The number of bytes that the system has taken on this connection.</summary>
    private protected virtual long WrittenToTransport => _connection.Sent;

    /// <summary>True while output is pending in any form.</summary>
    private protected virtual bool HasPendingOutput => Output.Count > 0;

    private protected bool IsInputFull => Input.IsFull;

    bool IStrandMachine.Step() => State switch
    {
        SocketState.HostLookupState or SocketState.ConnectingState => StepConnect(),
        SocketState.ConnectedState => StepConnected(),
        SocketState.ClosingState => WaitsToClose ? StepConnected() : StepClosing(),
        _ => false,
    };

    Interest IStrandMachine.PendingFlush => HasPendingFlush ? Interest.In(Transport!, read: false, write: true) : Interest.Never;

    void IStrandMachine.FlushPending()
    {
        if (State == SocketState.ClosingState && !WaitsToClose)
        {
            StepClosing();
        }
        else if (HasPendingFlush)
        {
            (long before, bool wasUnreported) = (WrittenToTransport, _connection.HasUnreportedOutput);
            // First, so that another thread sees the bytes as pending or as unreported, and never as neither.
            _connection.HasUnreportedOutput = true;
            FlushOutput();
            _connection.HasUnreportedOutput = wasUnreported || WrittenToTransport > before;
        }
    }

    /// <summary>True if the requested end of the connection, and the written data before it, must be completed even if no thread waits for
    /// it.</summary>
    private protected virtual bool HasPendingFlush => State == SocketState.ClosingState && !WaitsToClose;

    private Interest CurrentInterest => State switch
    {
        SocketState.HostLookupState or SocketState.ConnectingState => _connection.Connector!.Interest,
        SocketState.ConnectedState => ConnectedInterest,
        SocketState.ClosingState => WaitsToClose ? ConnectedInterest : Interest.In(Transport!, read: false, write: true),
        _ => Interest.Never,
    };

    private protected virtual Interest ConnectedInterest =>
        Interest.In(Transport!, read: !IsInputFull, write: Output.Count > 0);

    /// <summary>Performs one pass over an established connection.</summary>
    private protected virtual bool StepConnected()
    {
        bool moved = WritePlain();
        if (EndsStepWith(moved) || State != SocketState.ConnectedState)
            return moved;
        return ReadPlain() || moved;
    }

    /// <summary>
    /// The written data may be the last data. A wait for it must end before the peer's answer and its end are read. Every other step reads
    /// in any case, so that a user that writes continuously also reads.
    /// </summary>
    private protected bool EndsStepWith(bool written)
    {
        _connection.WroteOnly = written && !_connection.WroteOnly;
        return _connection.WroteOnly;
    }

    /// <summary>Passes queued data to the system, as far as the system takes it. Returns false if nothing moved.</summary>
    private protected bool WritePlain()
    {
        Debug.Assert(Strand.IsOwner);
        long written = 0;
        while (Output.Front is { IsEmpty: false } front)
        {
            TransportResult result = Transport!.TryWrite(front);
            if (result.IsError)
            {
                Fail(result.Error);
                return true;
            }
            if (result.IsWouldBlock)
                break;
            Output.Consume(result.Count);
            written += result.Count;
        }
        if (written == 0)
            return false;
        _connection.Sent += written;
        RaiseBytesWritten(written);
        return true;
    }

    private bool ReadPlain()
    {
        Debug.Assert(Strand.IsOwner);
        long taken = 0;
        bool ended = false;
        System.Net.Sockets.SocketError error = default;
        while (taken < ReadPassLimit && !IsInputFull)
        {
            TransportResult result = Transport!.TryRead(Input.Reserve(ReadChunk));
            Input.Commit(result.Count);
            taken += result.Count;
            if (result.Count > 0)
                continue;
            ended = result.IsEndOfStream;
            error = result.IsError ? result.Error : default;
            break;
        }
        if (taken > 0)
            RaiseReadyRead();
        if (ended)
            PeerClosed($"{TargetText} closed the connection.");
        else if (error != default)
            Fail(error);
        return taken > 0 || ended || error != default;
    }

    private protected override long WriteData(ReadOnlySpan<byte> data)
    {
        if (State == SocketState.UnconnectedState)
        {
            WarnOfMisuse($"{GetType().Name}.Write: the socket is not connected.");
            ErrorString = "The socket is not connected.";
            return -1;
        }
        Output.Append(data);
        Strand.Wake();
        return data.Length;
    }

    /// <summary>Passes as much written data as possible to the system, without waiting.</summary>
    /// <returns>True if any data was written.</returns>
    [QtMember("QAbstractSocket::flush")]
    public bool Flush()
    {
        bool written = false;
        // When another thread drives, that one writes.
        Strand.TryExecute(() =>
        {
            if (State is SocketState.ConnectedState or SocketState.ClosingState)
            {
                long before = WrittenToTransport;
                FlushOutput();
                written = WrittenToTransport > before;
            }
        });
        return written;
    }

    /// <summary>Pushes output without waiting and without reading. Owner only.</summary>
    private protected virtual void FlushOutput() => WritePlain();
}
