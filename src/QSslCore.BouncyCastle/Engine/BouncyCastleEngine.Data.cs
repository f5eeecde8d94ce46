using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Engine;

/// <content>Encrypted data, and the end of a session.</content>
internal sealed partial class BouncyCastleEngine
{
    private const int RecordLength = 16 * 1024;
    private const int GatherLimit = 128 * 1024;

    private bool _saidFarewell;
    private TlsEngineStatus? _end;

    private bool MayMoveData => _notes.IsComplete && _verdict == Verdict.Accepted && _failure is null && !_isDisposed;

    public override TlsEngineStatus Read(Span<byte> destination, out int count)
    {
        count = 0;
        if (!MayMoveData)
            return RefuseData();
        TlsEngineStatus status = TlsEngineStatus.Complete;
        while (count < destination.Length)
        {
            // What a peer makes this side answer does not pile up while it takes nothing.
            if (_gather.Pending > GatherLimit && (status = Flush()) != TlsEngineStatus.Complete)
                break;
            if (_handshake.Protocol.ApplicationDataAvailable > 0)
                count += _handshake.Protocol.ReadApplicationData(destination[count..]);
            else if ((status = _end ?? Advance()) != TlsEngineStatus.Complete)
                break;
            else if (_handshake.PeerHasClosed)
                _end = TlsEngineStatus.Closed;
        }
        // The library may have had to answer (a key update, an alert).
        if (CiphertextPending > 0 && Flush() == TlsEngineStatus.Failed && count == 0)
            return TlsEngineStatus.Failed;
        return status;
    }

    public override TlsEngineStatus Write(ReadOnlySpan<byte> source, out int count)
    {
        count = 0;
        if (!MayMoveData)
            return RefuseData();
        if (_gather.Pending > GatherLimit && Flush() is var flushed and not TlsEngineStatus.Complete)
            return flushed;
        int length = Math.Min(source.Length, RecordLength);
        try
        {
            _handshake.Protocol.WriteApplicationData(source[..length]);
        }
#pragma warning disable CA1031 // Whatever the library throws, it is this connection's end and nobody else's.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Diagnose(e);
        }
        finally
        {
            _gather.Collect(_handshake.Protocol);
        }
        count = length;
        return TlsEngineStatus.Complete;
    }

    public override TlsEngineStatus Shutdown()
    {
        if (MayMoveData && !_saidFarewell)
        {
            _saidFarewell = true;
            if (Run(static (engine, _, _) => engine._handshake.SayFarewell()) == TlsEngineStatus.Failed)
                return TlsEngineStatus.Failed;
        }
        return Flush();
    }

    private TlsEngineStatus RefuseData() => _failure is not null
        ? TlsEngineStatus.Failed
        : throw new InvalidOperationException("Data can be moved only after a completed handshake.");
}
