using System.Net.Sockets;

namespace QSslCore.Tls;

// What a backend implements, and what it uses.
public abstract partial class TlsEngine
{
    private protected const int FirstBytesKept = 40;

    private readonly CiphertextGather _gather;
    private readonly byte[] _firstBytes = new byte[FirstBytesKept];
    private int _firstCount;
    private ITlsTransport _transport = NullTransport.Instance;

    /// <summary>Makes the engine of one connection. It gets its transport afterwards: a constructor sends and reads nothing.</summary>
    /// <param name="options">What the engine is told when it is made.</param>
    /// <exception cref="TlsSetupException">For a backend's own constructor: the configuration cannot be used; the message says why.
    /// </exception>
    protected TlsEngine(TlsEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Role, _gather) = (options.Role, new(options.Role));
    }

    /// <summary>The negotiated version, UnknownProtocol before.</summary>
    public abstract SslProtocol SessionProtocol { get; }

    /// <summary>The negotiated suite, a null cipher before.</summary>
    public abstract QSslCipher SessionCipher { get; }

    /// <summary>The application protocol agreed on (ALPN), null when none.</summary>
    public abstract string? ApplicationProtocol { get; }

    /// <summary>What else was agreed on; meaningful when the handshake is complete.</summary>
    public virtual TlsFacts Facts => TlsFacts.None;

    /// <summary>
    /// On a client: behind the handshake came a message of the server that is no alert (a session, new keys), or data. In TLS 1.3 that is
    /// the first sign that the server has looked at what the client showed, and takes it. A backend that tells all of that by
    /// <see cref="TakeSession"/> and <see cref="Read"/> leaves it false.
    /// </summary>
    public virtual bool PeerHasGoneOn => false;

    /// <summary>Takes the oldest alert that was not told yet; null when there is none, and by default. Asked after each call. A backend
    /// bounds how many it keeps.</summary>
    public virtual TlsAlert? TakeAlert() => null;

    /// <summary>The engine's only way to the network, until its end.</summary>
    internal void Attach(ITlsTransport transport) => _transport = transport;

    /// <summary>Client or server.</summary>
    protected SslMode Role { get; }

    /// <summary>Data may move: the peer is accepted, the handshake is complete, and nothing has failed.</summary>
    protected bool IsEstablished => _isComplete && Failure is null && !_isDisposed;

    /// <summary>The peer is accepted. Any thread.</summary>
    protected bool IsAccepted => _verdict == Verdict.Accepted;

    /// <summary>On a client: its last flight is gathered, and waits for the verdict.</summary>
    protected bool WithholdsFlight => _gather.WithholdsFlight;

    /// <summary>The transport will give no more.</summary>
    protected bool HasTransportEnded { get; private set; }

    /// <summary>All that was there has been read: to ask again would be in vain until the connection is found readable.</summary>
    protected bool IsTransportDrained => _transport.IsDrained;

    /// <summary>Why the transport failed; Success unless it did.</summary>
    protected SocketError TransportError { get; private set; }

    /// <summary>The first bytes that came, 40 at most: a word on what the peer is when it is not TLS.</summary>
    protected ReadOnlySpan<byte> FirstBytes => _firstBytes.AsSpan(0, _firstCount);

    /// <summary>Advances the handshake as far as what <see cref="Receive"/> gives allows. It is not called while the verdict is open, nor
    /// after the handshake has completed or failed.</summary>
    /// <returns>What <see cref="Ask"/> or <see cref="Fail"/> returned; Complete when the peer is accepted and nothing is left to be said
    /// or heard; WantRead, WantWrite, Closed or Truncated.</returns>
    protected abstract TlsEngineStatus HandshakeCore();

    /// <summary>Gathers the alert that says why the peer is not accepted, where the protocol still allows one, and fails. The gate fails
    /// the engine in any case. Called once, with the handshake at rest.</summary>
    /// <param name="reason">What is wrong with the peer.</param>
    protected abstract void RejectCore(SslErrorCode reason);

    /// <summary>Decrypts, as many records as fit; called when data may move.</summary>
    /// <param name="destination">Where the data goes.</param>
    /// <param name="count">How many bytes of data, 0 to the length of the destination.</param>
    /// <returns>Complete with a count above 0 when there may be more; else what ended the pass (WantRead, WantWrite, Closed, Truncated
    /// or Failed), with what was decrypted before.</returns>
    protected abstract TlsEngineStatus ReadCore(Span<byte> destination, out int count);

    /// <summary>Encrypts and gathers; called when data may move and there is room.</summary>
    /// <param name="source">The data.</param>
    /// <param name="count">How many bytes of it were encrypted and gathered.</param>
    /// <returns>Complete with a count of at least 1 unless there is no data, or WantWrite, WantRead, Truncated or Failed with 0.</returns>
    protected abstract TlsEngineStatus WriteCore(ReadOnlySpan<byte> source, out int count);

    /// <summary>Gathers a close_notify; called until it does not return WantWrite, when data may move.</summary>
    /// <returns>Complete, WantWrite or Failed.</returns>
    protected abstract TlsEngineStatus ShutdownCore();

    /// <summary>Takes the oldest session that the peer offered for resumption and that was not told yet; null when there is none, and by
    /// default. Called after a complete handshake.</summary>
    protected virtual TlsSession? TakeSessionCore() => null;

    /// <summary>Derives keys for use elsewhere (RFC 5705, RFC 8446 7.5); called after a complete handshake.</summary>
    /// <param name="label">What the keys are for.</param>
    /// <param name="context">What they are bound to; null for none, which is not the same as an empty one before TLS 1.3.</param>
    /// <param name="length">How many bytes.</param>
    /// <exception cref="InvalidOperationException">The session gives no such keys; the message says why.</exception>
    /// <exception cref="NotSupportedException">The backend cannot, and by default.</exception>
    protected virtual byte[] ExportKeyingMaterialCore(string label, byte[]? context, int length) =>
        throw new NotSupportedException("This TLS backend does not export keying material.");

    /// <summary>Releases what the backend holds, and zeroes secrets. Called once; no other member is called afterwards but the
    /// properties.</summary>
    /// <param name="disposing">True; false only from a finalizer of the backend's own.</param>
    protected abstract void Dispose(bool disposing);

    /// <summary>The peer's certificates are known: asks the caller for its verdict, once. A backend returns what this returns.</summary>
    /// <param name="peer">The peer to be judged. It does not change afterwards.</param>
    protected TlsEngineStatus Ask(TlsPeer peer)
    {
        if (_verdict != Verdict.Open)
            return Break("asks for a verdict that was given");
        (Peer, _verdict) = (peer, Verdict.Asked);
        return TlsEngineStatus.NeedsVerdict;
    }

    /// <summary>The engine has failed, for good. The first reason counts. A backend returns what this returns.</summary>
    /// <param name="failure">Why.</param>
    protected TlsEngineStatus Fail(TlsFailure failure)
    {
        Failure ??= failure;
        return TlsEngineStatus.Failed;
    }

    /// <summary>Takes ciphertext from the transport, as much as there is and fits.</summary>
    /// <param name="destination">Where it goes; not empty.</param>
    /// <returns>Moved bytes, the end of the stream, "would block" (then the engine returns WantRead), or the connection's error. It never
    /// waits.</returns>
    protected TransportResult Receive(Span<byte> destination)
    {
        TransportResult result = _transport.TryRead(destination);
        if (result.Count > 0)
        {
            int kept = Math.Min(result.Count, FirstBytesKept - _firstCount);
            destination[..kept].CopyTo(_firstBytes.AsSpan(_firstCount));
            _firstCount += kept;
        }
        else if (result.IsEndOfStream)
        {
            HasTransportEnded = true;
        }
        else if (result.IsError)
        {
            TransportError = result.Error;
        }
        return result;
    }

    /// <summary>Gathers ciphertext for the transport. The gate decides when it leaves.</summary>
    /// <param name="ciphertext">It is copied. Until the verdict the gate reads a client's as TLS records, however they are cut; anything
    /// else fails the engine.</param>
    protected void Gather(ReadOnlySpan<byte> ciphertext)
    {
        ciphertext.CopyTo(_gather.Reserve(ciphertext.Length));
        _gather.Commit(ciphertext.Length);
    }

    /// <summary>Gathers ciphertext unless too much is pending that the transport does not take now.</summary>
    /// <param name="ciphertext">It is copied.</param>
    /// <returns>False when nothing was gathered: WantWrite, or the transport failed.</returns>
    protected bool TryGather(ReadOnlySpan<byte> ciphertext)
    {
        if (CiphertextPending + ciphertext.Length > CiphertextGather.Limit && Flush() != TlsEngineStatus.Complete)
            return false;
        Gather(ciphertext);
        return true;
    }

    /// <summary>Room to gather into without a copy; <see cref="CommitGather"/> follows.</summary>
    /// <param name="count">The least room, in bytes.</param>
    protected ArraySegment<byte> ReserveGather(int count) => _gather.Reserve(count);

    /// <summary>So many bytes were put into what <see cref="ReserveGather"/> gave.</summary>
    /// <param name="count">At most its length.</param>
    protected void CommitGather(int count) => _gather.Commit(count);

    /// <summary>Turns to the transport if too much is gathered; for a backend that makes ciphertext while it reads.</summary>
    /// <returns>Complete when more may be gathered, WantWrite or Failed.</returns>
    protected TlsEngineStatus MakeRoom() => CiphertextPending > CiphertextGather.Limit ? Flush() : TlsEngineStatus.Complete;
}
