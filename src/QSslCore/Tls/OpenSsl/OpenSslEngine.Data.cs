namespace QSslCore.Tls.OpenSsl;

/// <content>Encrypted data, and the end of a session.</content>
internal sealed unsafe partial class OpenSslEngine
{
    /// <summary>
    /// The library would only ask the system once more, and fail at some cost. Whoever waits is told at once if something has
    /// come since.
    /// </summary>
    private bool HasReadAll => _transport.IsDrained && Ssl.SSL_has_pending(_ssl) == 0;

    private bool MayMoveData => _exchangeDone && _verdict == Verdict.Accepted && _failure is null;

    public override TlsEngineStatus Read(Span<byte> destination, out int count)
    {
        count = 0;
        if (!MayMoveData)
            return Refuse();
        if (HasReadAll)
            return TlsEngineStatus.WantRead;
        OpenSslErrorQueue.Clear();
        TlsEngineStatus status = TlsEngineStatus.Complete;
        fixed (byte* start = destination)
        {
            while (count < destination.Length)
            {
                int result = Ssl.SSL_read_ex(_ssl, start + count, (nuint)(destination.Length - count), out nuint moved);
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
        // The library may have had to answer (a key update, an alert).
        if (CiphertextPending > 0 && Flush() == TlsEngineStatus.Failed && count == 0)
            return TlsEngineStatus.Failed;
        return status;
    }

    public override TlsEngineStatus Write(ReadOnlySpan<byte> source, out int count)
    {
        count = 0;
        if (!MayMoveData)
            return Refuse();
        OpenSslErrorQueue.Clear();
        fixed (byte* start = source)
        {
            int result = Ssl.SSL_write_ex(_ssl, start, (nuint)source.Length, out nuint moved);
            if (result != 1)
                return StatusOf(result);
            count = (int)moved;
        }
        return TlsEngineStatus.Complete;
    }

    public override TlsEngineStatus Shutdown()
    {
        if (MayMoveData && !_transportEnded)
        {
            OpenSslErrorQueue.Clear();
            int result = Ssl.SSL_shutdown(_ssl);
            RethrowFromCallback();
            // 0: ours is out and the peer's is not there; that is not waited for.
            if (result < 0)
                _ = StatusOf(result);
            OpenSslErrorQueue.Clear();
        }
        return Flush();
    }

    private TlsEngineStatus Refuse() => _failure is not null
        ? TlsEngineStatus.Failed
        : throw new InvalidOperationException("Data can be moved only after a completed handshake.");
}
