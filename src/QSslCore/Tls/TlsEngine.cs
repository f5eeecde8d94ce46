namespace QSslCore.Tls;

/// <summary>
/// One connection's TLS state machine, the base of a backend's engine. It does no I/O of its own and never waits: it advances when
/// asked, moves ciphertext through its transport as far as that goes, and says how far it came. Used by one thread at a time.
/// </summary>
/// <remarks>
/// <para>A backend implements the members with the suffix <c>Core</c> and the properties; the socket calls the rest. The rest is not
/// public: a backend cannot accept its own peer.</para>
/// <para><b>Verdict before credentials.</b> A handshake stops with <see cref="TlsEngineStatus.NeedsVerdict"/> as soon as the peer's
/// certificates are known. It stops so exactly once, also when the peer sent no certificate. It continues after <see cref="Accept"/>
/// and fails after <see cref="Reject"/>. A client stops before anything of its own last flight has left; a server, and a client that
/// resumes a session, stop when the exchange is otherwise complete. A resumed session's peer is judged as any other: by the chain that it
/// showed when the session was made, verified anew.</para>
/// <para><b>The gate.</b> This class keeps that rule; a backend cannot break it by mistake. The members that callers use are not virtual.
/// They call the <c>Core</c> members only when the rule allows it. A backend never sees the
/// transport: it takes ciphertext from <see cref="Receive"/> and gives ciphertext to <see cref="Gather"/>.</para>
/// <list type="bullet">
/// <item>Before the verdict only a client's hello and alerts leave. The rest of what a client gathers is withheld until
/// <see cref="Accept"/>, so a backend whose library cannot pause needs no buffer of its own.</item>
/// <item>After <see cref="Reject"/> what was withheld is dropped. Only an alert still leaves, and the handshake has failed whatever the
/// backend does.</item>
/// <item>Data, sessions and keying material are available only after an accepted peer and a complete handshake.</item>
/// <item>A backend that completes without a verdict, asks twice, gathers what is not a TLS record before the verdict or tells counts that
/// cannot be breaks the contract. The engine then fails: everything that was gathered is dropped, and nothing more leaves or is
/// read.</item>
/// </list>
/// <para><b>Gathering.</b> Ciphertext to send is gathered. What a handshake makes leaves at the end of the call, as far as the transport
/// takes it; what <see cref="Write"/> makes waits for more, or for <see cref="Flush"/>. What has not left yet is
/// <see cref="CiphertextPending"/>; how much may be written before the engine turns to the transport is <see cref="Room"/>.</para>
/// <para><b>Failure.</b> Each call that ends with <see cref="TlsEngineStatus.Failed"/> leaves its reason in <see cref="Failure"/>. It is
/// final: later calls fail, too, and only send what alert is still pending.</para>
/// </remarks>
public abstract partial class TlsEngine : IDisposable
{
    /// <summary>Of what is gathered, the part that may be data. TLS adds less than the rest to it, however short its records are.</summary>
    private const int RoomLimit = CiphertextGather.Limit / 4 * 3;

    /// <summary>The peer to be judged; it does not change from the first NeedsVerdict on, and is <see cref="TlsPeer.None"/>
    /// before.</summary>
    public TlsPeer Peer { get; private set; } = TlsPeer.None;

    /// <summary>Why the engine failed; null unless it did.</summary>
    public TlsFailure? Failure { get; private set; }

    /// <summary>Bytes of ciphertext that may leave and that the transport has not taken yet. What waits for a verdict is not
    /// among them.</summary>
    protected internal int CiphertextPending => _gather.Pending;

    /// <summary>Ciphertext bytes that the transport has taken so far.</summary>
    protected internal long CiphertextSent => _gather.Sent;

    /// <summary>How many bytes of data one <see cref="Write"/> may take without a turn to the transport: such a write neither sends
    /// nor is cut within a record. 0 when so much is pending that the next write may send.</summary>
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
            // Whatever the outcome, what may leave belongs to the peer: a flight, or the alert that says why not.
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

    /// <summary>Lets a handshake that asked for a verdict continue: what was withheld may leave.</summary>
    /// <exception cref="InvalidOperationException">No verdict was asked for, or it was given.</exception>
    internal void Accept()
    {
        Decide(Verdict.Accepted);
        _gather.Release();
    }

    /// <summary>
    /// Ends a handshake that asked for a verdict: the next <see cref="Handshake"/> sends the fitting alert where the
    /// protocol still allows one, and fails.
    /// </summary>
    /// <param name="reason">What is wrong with the peer; decides which alert it gets.</param>
    /// <exception cref="InvalidOperationException">No verdict was asked for, or it was given.</exception>
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
    /// Decrypts into <paramref name="destination"/>, as many records as fit.
    /// </summary>
    /// <param name="destination">Where the data goes.</param>
    /// <param name="count">How many bytes of data.</param>
    /// <returns>Complete with a count above 0 when there may be more; else what ended the pass (WantRead, WantWrite, Closed, Truncated
    /// or Failed), with what was decrypted before.</returns>
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
        // The library may have had to answer (a key update, an alert).
        if (CiphertextPending > 0 && Flush() == TlsEngineStatus.Failed && count == 0)
            return TlsEngineStatus.Failed;
        return status == TlsEngineStatus.Failed ? CheckEnd(status) : status;
    }

    /// <summary>Encrypts data.</summary>
    /// <param name="source">The data.</param>
    /// <param name="count">How many bytes of it were encrypted and gathered.</param>
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

    /// <summary>Gathers a close_notify, if one may still be sent, and flushes. It is gathered once, however often this is called.</summary>
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
    /// <returns>Complete when none is left that may leave, WantWrite, or Failed.</returns>
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

    /// <summary>Takes the oldest session that the peer offered for resumption and that was not told yet.</summary>
    /// <returns>Null when there is none, and before the handshake is complete.</returns>
    internal TlsSession? TakeSession() => _isComplete ? TakeSessionCore() : null;

    /// <summary>Derives keys for use elsewhere from a complete handshake (RFC 5705, RFC 8446 7.5).</summary>
    /// <param name="label">What the keys are for.</param>
    /// <param name="context">What they are bound to; null for none.</param>
    /// <param name="length">How many bytes.</param>
    /// <exception cref="InvalidOperationException">The handshake is not complete, or the session gives no such keys.</exception>
    /// <exception cref="NotSupportedException">The backend cannot.</exception>
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
