using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

/// <content>Plain reading and writing.</content>
public abstract partial class QAbstractSocket
{
    /// <summary>What one read pass takes at the most, so that a fast peer cannot keep a driver for itself.</summary>
    private protected const int ReadPassLimit = 256 * 1024;

    private protected const int ReadChunk = 16 * 1024;

    private long _transportWritten;

    /// <summary>Bytes left between two waits, and no wait has told of them.</summary>
    private volatile bool _settled;

    /// <summary>The last step wrote and did not read.</summary>
    private bool _wroteOnly;

    /// <summary>Bytes that the system has taken on this connection.</summary>
    private protected virtual long WrittenToTransport => _transportWritten;

    /// <summary>Bytes on their way out, in whatever form.</summary>
    private protected virtual bool HasPendingOutput => Output.Count > 0;

    private protected bool IsInputFull => ReadBufferSize > 0 && Input.Count >= ReadBufferSize;

    bool IStrandMachine.Step() => State switch
    {
        SocketState.HostLookupState or SocketState.ConnectingState => StepConnect(),
        SocketState.ConnectedState => StepConnected(),
        SocketState.ClosingState => WaitsToClose ? StepConnected() : StepClosing(),
        _ => false,
    };

    Interest IStrandMachine.Debt => OwesOutput ? Interest.In(Transport!, read: false, write: true) : Interest.Never;

    void IStrandMachine.Settle()
    {
        if (State == SocketState.ClosingState && !WaitsToClose)
        {
            StepClosing();
        }
        else if (OwesOutput)
        {
            (long before, bool settled) = (WrittenToTransport, _settled);
            // First, so that who looks meanwhile sees the bytes pending or settled.
            _settled = true;
            FlushOutput();
            _settled = settled || WrittenToTransport > before;
        }
    }

    /// <summary>An end that was asked for comes, and takes along what was written, also when nobody waits for it.</summary>
    private protected virtual bool OwesOutput => State == SocketState.ClosingState && !WaitsToClose;

    private Interest CurrentInterest => State switch
    {
        SocketState.HostLookupState or SocketState.ConnectingState => _connector!.Interest,
        SocketState.ConnectedState => ConnectedInterest,
        SocketState.ClosingState => WaitsToClose ? ConnectedInterest : Interest.In(Transport!, read: false, write: true),
        _ => Interest.Never,
    };

    private protected virtual Interest ConnectedInterest =>
        Interest.In(Transport!, read: !IsInputFull, write: Output.Count > 0);

    /// <summary>One pass over a standing connection.</summary>
    private protected virtual bool StepConnected()
    {
        bool moved = WritePlain();
        if (EndsStepWith(moved) || State != SocketState.ConnectedState)
            return moved;
        return ReadPlain() || moved;
    }

    /// <summary>
    /// What was written may have been the last word: whoever waits for it to leave must hear so before the peer's answer,
    /// and its end, are read. Every other step reads in any case, so that somebody who writes on and on reads, too.
    /// </summary>
    private protected bool EndsStepWith(bool written)
    {
        _wroteOnly = written && !_wroteOnly;
        return _wroteOnly;
    }

    /// <summary>Passes on what is queued, as far as the system takes it. False when nothing moved.</summary>
    private protected bool WritePlain()
    {
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
        _transportWritten += written;
        RaiseBytesWritten(written);
        return true;
    }

    /// <summary>As much of the room as the read limit lets in, one byte at the least: the limit may be lowered meanwhile.</summary>
    private protected Span<byte> WithinLimit(Span<byte> room)
    {
        long limit = ReadBufferSize;
        return limit > 0 ? room[..(int)Math.Min(room.Length, Math.Max(1, limit - Input.Count))] : room;
    }

    private bool ReadPlain()
    {
        long taken = 0;
        bool ended = false;
        System.Net.Sockets.SocketError error = default;
        while (taken < ReadPassLimit && !IsInputFull)
        {
            Span<byte> room = WithinLimit(Input.Reserve(ReadChunk));
            TransportResult result = Transport!.TryRead(room);
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

    /// <summary>Passes on as much as possible of what was written, without waiting.</summary>
    /// <returns>True when anything was written.</returns>
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
