namespace QSslCore.Tls.OpenSsl;

// Encrypted data and the end of a session.
internal sealed unsafe partial class OpenSslEngine
{
    /// <summary>
    /// Whether everything has been read. The library would only call the system once more, which fails at some cost. If data has arrived
    /// since then, a waiting thread is woken at once.
    /// </summary>
    private bool HasReadAll => IsTransportDrained && Ssl.SSL_has_pending(_ssl) == 0 && !IsRenegotiating;

    protected override TlsEngineStatus ReadCore(Span<byte> destination, out int count)
    {
        count = 0;
        if (HasReadAll)
            return TlsEngineStatus.WantRead;
        OpenSslErrorQueue.Clear();
        TlsEngineStatus status = TlsEngineStatus.Complete;
        fixed (byte* start = destination)
        {
            while (count < destination.Length)
            {
                int result = Ssl.SSL_read_ex(_ssl, start + count, (nuint)(destination.Length - count), out nuint moved);
                if (!HoldsAfterRenegotiation())
                    return TlsEngineStatus.Failed;
                if (result != 1)
                {
                    status = StatusOf(result);
                    break;
                }
                count += (int)moved;
                if (HasReadAll)
                {
                    status = TlsEngineStatus.WantRead;
                    break;
                }
            }
        }
        return status;
    }

    protected override TlsEngineStatus WriteCore(ReadOnlySpan<byte> source, out int count)
    {
        count = 0;
        OpenSslErrorQueue.Clear();
        fixed (byte* start = source)
        {
            int result = Ssl.SSL_write_ex(_ssl, start, (nuint)source.Length, out nuint moved);
            if (!HoldsAfterRenegotiation())
                return TlsEngineStatus.Failed;
            if (result != 1)
                return StatusOf(result);
            count = (int)moved;
        }
        return TlsEngineStatus.Complete;
    }

    protected override TlsEngineStatus ShutdownCore()
    {
        // In the middle of a handshake the library says no farewell.
        if (HasTransportEnded || IsRenegotiating && Ssl.SSL_in_init(_ssl) != 0)
            return TlsEngineStatus.Complete;
        OpenSslErrorQueue.Clear();
        int result = Ssl.SSL_shutdown(_ssl);
        RethrowFromCallback();
        // 0: our close_notify is sent and the peer's is not received yet. This method does not wait for it.
        TlsEngineStatus status = result < 0 ? StatusOf(result) : TlsEngineStatus.Complete;
        OpenSslErrorQueue.Clear();
        return status == TlsEngineStatus.WantWrite ? status : TlsEngineStatus.Complete;
    }
}
