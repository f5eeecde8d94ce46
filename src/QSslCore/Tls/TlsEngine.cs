namespace QSslCore.Tls;

/// <summary>
/// The TLS state machine of one connection, and the base class of a backend's engine. It does no I/O of its own and never waits. Each
/// call advances it, moves ciphertext through its transport as far as possible, and returns the progress. One thread at a time may use it.
/// </summary>
/// <remarks>
/// <para>A backend implements the members with the suffix <c>Core</c> and the properties. The socket calls the other members. They are
/// not public, so a backend cannot accept its own peer.</para>
/// <para><b>Verdict before credentials.</b> A handshake stops with <see cref="TlsEngineStatus.NeedsVerdict"/> as soon as the peer's
/// certificates are known. It stops exactly once, even if the peer sent no certificate. It continues after <see cref="Accept"/>
/// and fails after <see cref="Reject"/>. A client stops before any part of its own last flight is sent. A server, and a client that
/// resumes a session, stop when the exchange is otherwise complete. The peer of a resumed session is judged like any other peer: by the
/// chain that it presented when the session was created, which is verified again.</para>
/// <para><b>The gate.</b> This class enforces that rule; a backend cannot break it by mistake. The members that callers use are not
/// virtual. They call the <c>Core</c> members only when the rule allows it. A backend has no access to the transport: it takes ciphertext
/// from <see cref="Receive"/> and passes ciphertext to <see cref="Gather"/>.</para>
/// <list type="bullet">
/// <item>Before the verdict, only a client's hello and alerts are sent. The rest of what a client gathers is withheld until
/// <see cref="Accept"/>, so a backend whose library cannot pause needs no buffer of its own.</item>
/// <item>After <see cref="Reject"/>, the withheld ciphertext is dropped. Only an alert is still sent, and the handshake has failed
/// whatever the backend does.</item>
/// <item>Data, sessions and keying material are available only after the peer is accepted and the handshake is complete.</item>
/// <item>A backend breaks the contract if it completes without a verdict, asks twice, gathers data that is not a TLS record before the
/// verdict, or returns impossible counts. The engine then fails: all gathered ciphertext is dropped, and nothing more is sent or
/// read.</item>
/// </list>
/// <para><b>Gathering.</b> Ciphertext to send is gathered. The output of a handshake is sent at the end of the call, as far as the
/// transport takes it. The output of <see cref="Write"/> waits for more, or for <see cref="Flush"/>. <see cref="CiphertextPending"/> is the
/// number of bytes that have not been sent yet. <see cref="Room"/> is the number of bytes to write before the engine uses the
/// transport.</para>
/// <para><b>Failure.</b> Each call that returns <see cref="TlsEngineStatus.Failed"/> stores its reason in <see cref="Failure"/>. A failure
/// is final: later calls fail, too, and only send an alert that is still pending.</para>
/// </remarks>
public abstract partial class TlsEngine : IDisposable
{
    /// <summary>The part of the gathered bytes that may be data. The rest is more than TLS adds to it, however short its records
    /// are.</summary>
    private const int RoomLimit = CiphertextGather.Limit / 4 * 3;

    /// <summary>The peer to judge. It does not change after the first NeedsVerdict. <see cref="TlsPeer.None"/> before that.</summary>
    public TlsPeer Peer { get; private set; } = TlsPeer.None;

    /// <summary>The reason of the failure; null if the engine has not failed.</summary>
    public TlsFailure? Failure { get; private set; }

    /// <summary>The number of ciphertext bytes that may be sent and that the transport has not taken yet. Bytes that wait for a verdict do
    /// not count.</summary>
    protected internal int CiphertextPending => _gather.Pending;

    /// <summary>The number of ciphertext bytes that the transport has taken so far.</summary>
    protected internal long CiphertextSent => _gather.Sent;

    /// <summary>The number of bytes of data that one <see cref="Write"/> can take without using the transport. Such a write sends nothing
    /// and is not cut within a record. 0 if so much is pending that the next write may send.</summary>
    internal int Room => Math.Max(0, RoomLimit - CiphertextPending);

    /// <summary>Advances the handshake.</summary>
    /// <returns>Complete, WantRead, WantWrite, NeedsVerdict, Closed, Truncated or Failed.</returns>
    internal TlsEngineStatus Handshake()
    {
        if (Failure is not null)
        {
            _ = Flush();
            return TlsEngineStatus.Failed;
        }
        if (_isComplete)
            return Flush();
        if (_verdict == Verdict.Asked)
            return Flush() == TlsEngineStatus.Failed ? TlsEngineStatus.Failed : TlsEngineStatus.NeedsVerdict;
        while (true)
        {
            TlsEngineStatus status = Check(HandshakeCore());
            // Whatever the result, the pending output belongs to the peer: a flight, or the alert that gives the reason.
            long sent = CiphertextSent;
            TlsEngineStatus flushed = Flush();
            if (status == TlsEngineStatus.Failed || flushed == TlsEngineStatus.Failed)
                return TlsEngineStatus.Failed;
            if (status == TlsEngineStatus.Complete)
                return flushed;
            if (status != TlsEngineStatus.WantWrite || flushed != TlsEngineStatus.Complete || CiphertextSent == sent)
                return status;
        }
    }

    /// <summary>Continues a handshake that asked for a verdict. The withheld ciphertext may be sent.</summary>
    /// <exception cref="InvalidOperationException">No verdict was asked for, or it was already given.</exception>
    internal void Accept()
    {
        Decide(Verdict.Accepted);
        _gather.Release();
    }

    /// <summary>
    /// Ends a handshake that asked for a verdict. The next <see cref="Handshake"/> sends the matching alert, if the protocol still
    /// allows one, and fails.
    /// </summary>
    /// <param name="reason">The error of the peer. It determines the alert.</param>
    /// <exception cref="InvalidOperationException">No verdict was asked for, or it was already given.</exception>
    internal void Reject(SslErrorCode reason)
    {
        Decide(Verdict.Rejected);
        _gather.Reject();
        try
        {
            RejectCore(reason);
        }
        finally
        {
            Fail(new("the peer was not accepted"));
        }
    }

    /// <summary>
    /// Decrypts as many records as fit into <paramref name="destination"/>.
    /// </summary>
    /// <param name="destination">The buffer for the data.</param>
    /// <param name="count">The number of bytes of data.</param>
    /// <returns>Complete with a count above 0 if there may be more data. Otherwise the reason why reading stopped (WantRead, WantWrite,
    /// Closed, Truncated or Failed), together with the data that was decrypted before.</returns>
    /// <exception cref="InvalidOperationException">The handshake is not complete.</exception>
    internal TlsEngineStatus Read(Span<byte> destination, out int count)
    {
        count = 0;
        if (!IsEstablished)
            return RefuseData();
        TlsEngineStatus status = ReadCore(destination, out count);
        if ((uint)count > (uint)destination.Length || status == TlsEngineStatus.NeedsVerdict
            || (status == TlsEngineStatus.Complete && count == 0 && !destination.IsEmpty))
        {
            count = 0;
            return Break("reads what cannot be");
        }
        // The library may have produced an answer (a key update, an alert).
        if (CiphertextPending > 0 && Flush() == TlsEngineStatus.Failed && count == 0)
            return TlsEngineStatus.Failed;
        return status == TlsEngineStatus.Failed ? CheckEnd(status) : status;
    }

    /// <summary>Encrypts data.</summary>
    /// <param name="source">The data.</param>
    /// <param name="count">The number of bytes of the data that were encrypted and gathered.</param>
    /// <returns>Complete with a count of at least 1 unless there is no data, or WantWrite, WantRead, Truncated or Failed with 0.</returns>
    /// <exception cref="InvalidOperationException">The handshake is not complete.</exception>
    internal TlsEngineStatus Write(ReadOnlySpan<byte> source, out int count)
    {
        count = 0;
        if (!IsEstablished)
            return RefuseData();
        TlsEngineStatus status = MakeRoom();
        if (status != TlsEngineStatus.Complete)
            return status;
        status = WriteCore(source, out count);
        if (status == TlsEngineStatus.Complete ? (uint)count > (uint)source.Length || (count == 0 && !source.IsEmpty) : count != 0)
        {
            count = 0;
            return Break("writes what cannot be");
        }
        return status is TlsEngineStatus.NeedsVerdict or TlsEngineStatus.Failed ? CheckEnd(status) : status;
    }

    /// <summary>Gathers a close_notify, if one may still be sent, and flushes. It is gathered only once, however often this is
    /// called.</summary>
    /// <returns>Complete, WantWrite or Failed.</returns>
    internal TlsEngineStatus Shutdown()
    {
        if (IsEstablished && !_isFarewellSaid)
        {
            TlsEngineStatus status = ShutdownCore();
            if (status is TlsEngineStatus.NeedsVerdict or TlsEngineStatus.Failed)
                return CheckEnd(status);
            _isFarewellSaid = status != TlsEngineStatus.WantWrite;
        }
        return Flush();
    }

    /// <summary>Moves gathered ciphertext to the transport.</summary>
    /// <returns>Complete when all bytes that may be sent have been sent, WantWrite, or Failed.</returns>
    protected internal TlsEngineStatus Flush()
    {
        switch (_gather.Flush(_transport))
        {
            case System.Net.Sockets.SocketError.Success:
                return TlsEngineStatus.Complete;
            case System.Net.Sockets.SocketError.WouldBlock:
                return TlsEngineStatus.WantWrite;
            case var error:
                TransportError = error;
                return Fail(new("the connection failed", TransportError: error));
        }
    }

    /// <summary>Returns the oldest session that the peer offered for resumption and that has not been reported yet.</summary>
    /// <returns>The session; null if there is none, or before the handshake is complete.</returns>
    internal TlsSession? TakeSession() => _isComplete ? TakeSessionCore() : null;

    /// <summary>Derives keys for use outside TLS from a complete handshake (RFC 5705, RFC 8446 7.5).</summary>
    /// <param name="label">The purpose of the keys.</param>
    /// <param name="context">The data that the keys are bound to; null for none.</param>
    /// <param name="length">The number of bytes.</param>
    /// <exception cref="InvalidOperationException">The handshake is not complete, or the session cannot provide such keys.</exception>
    /// <exception cref="NotSupportedException">The backend does not support it.</exception>
    internal byte[] ExportKeyingMaterial(string label, byte[]? context, int length) => IsEstablished
        ? ExportKeyingMaterialCore(label, context, length)
        : throw new InvalidOperationException("Keying material can be exported only after a completed handshake.");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isDisposed)
            Dispose(disposing: true);
        _isDisposed = true;
        _gather.Shut();
        GC.SuppressFinalize(this);
    }
}
