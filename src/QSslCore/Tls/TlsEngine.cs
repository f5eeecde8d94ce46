namespace QSslCore.Tls;

/// <summary>
/// One connection's TLS state machine. It does no I/O of its own and never waits: it advances when asked, moves
/// ciphertext through its transport as far as that goes, and says how far it came. Used by one thread at a time.
/// </summary>
/// <remarks>
/// <para>Verdict before credentials: a handshake stops with <see cref="TlsEngineStatus.NeedsVerdict"/> as soon as the
/// peer's certificates are known and, on a client, before anything of its own last flight has left. A backend that cannot
/// pause there withholds the flight from the transport. Every handshake stops so exactly once, also when the peer sent no
/// certificate; a server, and a client that resumes a session, stop when the exchange is otherwise complete.</para>
/// <para>A resumed session's peer is judged as any other: by the chain that it showed when the session was made, verified
/// anew.</para>
/// <para>Ciphertext to send is gathered. What a handshake makes leaves at the end of the call, as far as the transport
/// takes it; what <see cref="Write"/> makes waits for more, or for <see cref="Flush"/>. What has not left yet is
/// <see cref="CiphertextPending"/>.</para>
/// </remarks>
internal abstract class TlsEngine : IDisposable
{
    /// <summary>Advances the handshake. Complete, WantRead, WantWrite, NeedsVerdict, Closed, Truncated or Failed.</summary>
    public abstract TlsEngineStatus Handshake();

    /// <summary>The peer to be judged; meaningful from the first NeedsVerdict on.</summary>
    public abstract TlsPeer Peer { get; }

    /// <summary>Lets a handshake that asked for a verdict go on.</summary>
    public abstract void Accept();

    /// <summary>
    /// Ends a handshake that asked for a verdict: the next <see cref="Handshake"/> sends the fitting alert where the
    /// protocol still allows one, and fails.
    /// </summary>
    public abstract void Reject(SslErrorCode reason);

    /// <summary>
    /// Decrypts into <paramref name="destination"/>, as many records as fit. Complete with a count above 0 when there may be more; else
    /// what ended the pass, with what was decrypted before.
    /// </summary>
    public abstract TlsEngineStatus Read(Span<byte> destination, out int count);

    /// <summary>Encrypts from <paramref name="source"/>. Complete with the count taken (at least 1), or WantWrite/WantRead/Failed with
    /// 0.</summary>
    public abstract TlsEngineStatus Write(ReadOnlySpan<byte> source, out int count);

    /// <summary>Gathers a close_notify, if one may still be sent, and flushes. Complete, WantWrite or Failed.</summary>
    public abstract TlsEngineStatus Shutdown();

    /// <summary>Moves gathered ciphertext to the transport. Complete when none is left, WantWrite, or Failed.</summary>
    public abstract TlsEngineStatus Flush();

    /// <summary>Bytes of ciphertext gathered and not yet taken by the transport.</summary>
    public abstract int CiphertextPending { get; }

    /// <summary>Ciphertext bytes that the transport has taken so far.</summary>
    public abstract long CiphertextSent { get; }

    /// <summary>The negotiated version, UnknownProtocol before.</summary>
    public abstract SslProtocol SessionProtocol { get; }

    /// <summary>The negotiated suite, a null cipher before.</summary>
    public abstract QSslCipher SessionCipher { get; }

    /// <summary>The application protocol agreed on (ALPN), null when none.</summary>
    public abstract string? ApplicationProtocol { get; }

    /// <summary>What else was agreed on; meaningful when the handshake is complete.</summary>
    public virtual TlsFacts Facts => TlsFacts.None;

    /// <summary>Takes the oldest alert that was not told yet; null when there is none. Asked after each call.</summary>
    public virtual TlsAlert? TakeAlert() => null;

    /// <summary>Takes the oldest session that the peer offered for resumption and that was not told yet; null when there is none.</summary>
    public virtual TlsSession? TakeSession() => null;

    /// <summary>
    /// On a client: behind the handshake came a message of the server that is no alert (a session, new keys), or data. In TLS 1.3 that is
    /// the first sign that the server has looked at what the client showed, and takes it. A backend that tells all of that by
    /// <see cref="TakeSession"/> and <see cref="Read"/> leaves it false.
    /// </summary>
    public virtual bool PeerHasGoneOn => false;

    /// <summary>Derives keys for use elsewhere from a complete handshake (RFC 5705, RFC 8446 7.5).</summary>
    /// <exception cref="NotSupportedException">The backend cannot.</exception>
    public virtual byte[] ExportKeyingMaterial(string label, byte[]? context, int length) =>
        throw new NotSupportedException("This TLS backend exports no keying material.");

    /// <summary>Why the engine failed; null unless it did.</summary>
    public abstract TlsFailure? Failure { get; }

    /// <inheritdoc/>
    public abstract void Dispose();
}
