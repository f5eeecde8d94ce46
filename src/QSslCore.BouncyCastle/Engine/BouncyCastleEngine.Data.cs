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
            // What a peer makes this side answer does not pile up while it takes nothing.
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
#pragma warning disable CA1031 // Whatever the library throws, it ends this connection and no other.
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
