using QSslCore.Tls;

namespace QSslCore.BouncyCastle.Engine;

// Encrypted data, and the end of a session.
internal sealed partial class BouncyCastleEngine
{
    private const int RecordLength = 16 * 1024;

    private TlsEngineStatus? _end;

    protected override TlsEngineStatus ReadCore(Span<byte> destination, out int count)
    {
        count = 0;
        TlsEngineStatus status = TlsEngineStatus.Complete;
        while (count < destination.Length)
        {
            // Answers to the peer must not accumulate while the peer accepts no data.
            if ((status = MakeRoom()) != TlsEngineStatus.Complete)
                break;
            if (_handshake.Protocol.ApplicationDataAvailable > 0)
                count += _handshake.Protocol.ReadApplicationData(destination[count..]);
            else if ((status = _end ?? Advance()) != TlsEngineStatus.Complete)
                break;
            else if (_handshake.PeerHasClosed)
                _end = TlsEngineStatus.Closed;
        }
        return status;
    }

    protected override TlsEngineStatus WriteCore(ReadOnlySpan<byte> source, out int count)
    {
        count = 0;
        int length = Math.Min(source.Length, RecordLength);
        try
        {
            _handshake.Protocol.WriteApplicationData(source[..length]);
        }
#pragma warning disable CA1031 // Every exception of the library ends this connection and no other.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Diagnose(e);
        }
        finally
        {
            Collect();
        }
        count = length;
        return TlsEngineStatus.Complete;
    }

    protected override TlsEngineStatus ShutdownCore() => Run(static (engine, _, _) => engine._handshake.SayFarewell());
}
