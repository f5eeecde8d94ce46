using System.Diagnostics;
using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

// Encrypted reading and writing, and the end of a session.
public partial class QSslSocket
{
    /// <summary>Smaller writes go through the queue, where several of them become one record.</summary>
    private const int MinGathered = 8 * 1024;

    /// <inheritdoc/>
    public override long BytesToWrite => base.BytesToWrite + (_channel?.Gathered ?? 0);

    private protected override long WrittenToTransport => base.WrittenToTransport + (_channel?.CiphertextSent ?? 0);

    private protected override bool HasPendingOutput => base.HasPendingOutput || _channel is { HasPendingOutput: true };

    // Callers wait until BytesToWrite is 0 before they leave, so sending the rest must not depend on them.
    private protected override bool HasPendingFlush => base.HasPendingFlush
        || (State == SocketState.ConnectedState && MayWrite && BytesToWrite == 0 && HasPendingOutput);

    /// <summary>The peer's close_notify ends only the data that the peer sends (RFC 8446, 6.1).</summary>
    private bool MayWrite => _phase is HandshakePhase.Established or HandshakePhase.PeerFinished;

    private protected override long WriteData(ReadOnlySpan<byte> data)
    {
        if (Mode == SslMode.UnencryptedMode && !_autoStart)
            return base.WriteData(data);
        if (State == SocketState.UnconnectedState)
            return base.WriteData(data);
        // The driver continues after the call. If another thread drives already, it finds the data in the queue.
        if (data.Length < MinGathered || !Strand.TryExecute(new Writing(this, data), static writing =>
            writing.Socket.AppendOrGather(writing.Data)))
        {
            Output.Append(data);
            Strand.Wake();
        }
        return data.Length;
    }

    /// <summary>
    /// Encrypts immediately what fits into the engine's buffer, so that bulk data does not pass through the queue. For the caller, the data
    /// is not written yet. The write is reported when the data is passed on. If the engine does not take data now, the next step finds the
    /// reason.
    /// </summary>
    private void AppendOrGather(ReadOnlySpan<byte> data)
    {
        Debug.Assert(Strand.IsOwner);
        if (_phase == HandshakePhase.Established && State == SocketState.ConnectedState && Output.Count == 0)
        {
            data = data[_channel!.Gather(data)..];
        }
        Output.Append(data);
    }

    private readonly ref struct Writing(QSslSocket socket, ReadOnlySpan<byte> data)
    {
        public readonly QSslSocket Socket = socket;
        public readonly ReadOnlySpan<byte> Data = data;
    }

    private bool StepEstablished()
    {
        bool moved = Encrypt();
        if (EndsStepWith(moved) || State != SocketState.ConnectedState || _phase != HandshakePhase.Established)
            return moved;
        return Decrypt() || moved;
    }

    /// <summary>Encrypts written data and passes it to the system, as far as the system takes it. Returns false if nothing moved.</summary>
    private bool Encrypt()
    {
        Debug.Assert(Strand.IsOwner);
        TlsEngineStatus status = _channel!.Encrypt(Output, out long encrypted);
        if (encrypted > 0)
            RaiseBytesWritten(encrypted);
        bool moved = RaiseEngineEvents() || encrypted > 0;
        if (status == TlsEngineStatus.Failed)
        {
            FailSession("Unable to write data");
            return true;
        }
        return moved;
    }

    /// <summary>Decrypts received data. Returns false if nothing moved.</summary>
    private bool Decrypt()
    {
        Debug.Assert(Strand.IsOwner);
        if (!_channel!.MayHaveInput)
            return false;
        TlsEngineStatus status = _channel.Decrypt(Input, ReadChunk, ReadPassLimit, out long taken);
        // The engine also passes on output that is left, and a wait for that output is over then.
        bool moved = RaiseEngineEvents() || taken > 0;
        if (taken > 0)
            RaiseReadyRead();
        switch (status)
        {
            case TlsEngineStatus.Closed:
                _phase = HandshakePhase.PeerFinished;
                SetError(QSocketError.RemoteHostClosedError, $"{TargetText} ended the TLS session.");
                return true;
            case TlsEngineStatus.Truncated:
                Connection.WasCutShort = true;
                PeerClosed($"{TargetText} closed the connection without ending the TLS session (no close_notify): what was received may "
                    + "be cut short.");
                return true;
            case TlsEngineStatus.Failed:
                FailSession("Unable to read data");
                return true;
        }
        return moved;
    }

    /// <summary>Runs after the peer's close_notify. This side still answers earlier requests, and reads nothing more except the end of the
    /// connection.</summary>
    private bool StepPeerFinished()
    {
        if (_phase == HandshakePhase.PeerFinished && (BytesToWrite > 0 || HasPendingOutput) && Encrypt())
            return true;
        Span<byte> dropped = stackalloc byte[4 * 1024];
        long taken = 0;
        TransportResult result;
        do
        {
            result = Transport!.TryRead(dropped);
            taken += result.Count;
        }
        while (result.Count > 0 && taken < ReadPassLimit);
        if (result.IsWouldBlock || result.Count > 0)
            return result.Count > 0;
        if (result.IsEndOfStream)
            PeerClosed($"{TargetText} closed the connection.");
        else
            Fail(result.Error);
        return true;
    }

    private void FailSession(string what)
    {
        Debug.Assert(Strand.IsOwner);
        TlsFailure? failure = _channel!.Engine.Failure;
        if (failure is { TransportError: not System.Net.Sockets.SocketError.Success })
        {
            Fail(failure.TransportError);
            return;
        }
        _phase = HandshakePhase.Failed;
        // In TLS 1.3 the handshake ends on this side before the server has verified this side's certificate.
        if (failure is { CertificateMissed: true })
            _facts = _facts with { Fault = HandshakeFault.CertificateMissed };
        NoteAlert();
        if (failure is { PeerChanged: true })
        {
            // Qt's error for it.
            _facts = _facts with { Fault = HandshakeFault.PeerChanged };
            Terminate(QSocketError.RemoteHostClosedError, $"The connection to {TargetText} was ended: {failure.Reason}.");
            return;
        }
        Terminate(QSocketError.SslInternalError, $"{what}: {failure?.Reason.TrimEnd('.') ?? "the TLS library failed"}.");
    }

    private protected override void FlushOutput()
    {
        switch (_phase)
        {
            case HandshakePhase.None:
                base.FlushOutput();
                break;
            case HandshakePhase.Established or HandshakePhase.PeerFinished:
                Encrypt();
                break;
            default:
                _channel?.Flush();
                break;
        }
    }

    private protected override bool SayFarewell()
    {
        if (_phase == HandshakePhase.None)
            return base.SayFarewell();
        if (!MayWrite)
            return true;
        if (Output.Count > 0)
            return false;
        bool isSaid = _channel!.SayFarewell();
        RaiseEngineEvents();
        return isSaid;
    }

    private protected override void OnConnectionEnded()
    {
        _decision.Dispose();
        EndRootSearch();
        _autoStart = false;
        if (_phase is HandshakePhase.Paused or HandshakePhase.SearchingRoot)
            _phase = HandshakePhase.Failed;
        DropChannel();
        _facts = _facts.Ended();
    }

    private void DropChannel()
    {
        _channel?.Dispose();
        _channel = null;
    }
}
