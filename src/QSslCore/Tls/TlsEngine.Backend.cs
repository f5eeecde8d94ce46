using System.Net.Sockets;

namespace QSslCore.Tls;

// The members that a backend implements, and the members that it uses.
public abstract partial class TlsEngine
{
    private protected const int FirstBytesKept = 40;

    private readonly CiphertextGather _gather;
    private readonly byte[] _firstBytes = new byte[FirstBytesKept];
    private int _firstCount;
    private ITlsTransport _transport = NullTransport.Instance;

    /// <summary>Initializes the engine of one connection. It gets its transport afterwards, so a constructor sends and reads
    /// nothing.</summary>
    /// <param name="options">The options of the engine.</param>
    /// <exception cref="TlsSetupException">Thrown by a backend's own constructor: the configuration cannot be used. The message says why.
    /// </exception>
    protected TlsEngine(TlsEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Role, _gather) = (options.Role, new(options.Role));
    }

    /// <summary>The negotiated version; UnknownProtocol before the negotiation.</summary>
    public abstract SslProtocol SessionProtocol { get; }

    /// <summary>The negotiated suite; a null cipher before the negotiation.</summary>
    public abstract QSslCipher SessionCipher { get; }

    /// <summary>The negotiated application protocol (ALPN); null if there is none.</summary>
    public abstract string? ApplicationProtocol { get; }

    /// <summary>Other negotiated facts. They are meaningful when the handshake is complete.</summary>
    public virtual TlsFacts Facts => TlsFacts.None;

    /// <summary>
    /// For a client: whether the server has sent data or a message other than an alert (a session, new keys) after the handshake. In
    /// TLS 1.3 this is the first sign that the server has checked and accepted the client's certificate. A backend that reports all of
    /// this through <see cref="TakeSession"/> and <see cref="Read"/> leaves it false.
    /// </summary>
    public virtual bool PeerHasGoneOn => false;

    /// <summary>The number of completed renegotiations, each with the accepted peer. Only OpenSSL's engine takes part in one.</summary>
    internal virtual int Renegotiations => 0;

    /// <summary>Whether a renegotiation has begun and is not complete. Until then, data can be read and cannot be written.</summary>
    internal virtual bool IsRenegotiating => false;

    /// <summary>Returns the oldest alert that has not been reported yet; null if there is none. Called after each call. A backend limits
    /// the number of alerts that it keeps. The default implementation returns null.</summary>
    public virtual TlsAlert? TakeAlert() => null;

    /// <summary>Attaches the transport, the engine's only way to the network, until the engine is disposed.</summary>
    internal void Attach(ITlsTransport transport) => _transport = transport;

    /// <summary>Client or server.</summary>
    protected SslMode Role { get; }

    /// <summary>Whether data can be moved: the peer is accepted, the handshake is complete, and nothing has failed.</summary>
    protected bool IsEstablished => _isComplete && Failure is null && !_isDisposed;

    /// <summary>Whether the peer is accepted. Any thread may read it.</summary>
    protected bool IsAccepted => _verdict == Verdict.Accepted;

    /// <summary>For a client: whether its last flight is gathered and waits for the verdict.</summary>
    protected bool WithholdsFlight => _gather.WithholdsFlight;

    /// <summary>Whether the transport has reached its end and returns no more data.</summary>
    protected bool HasTransportEnded { get; private set; }

    /// <summary>Whether all available data has been read. If true, another read returns nothing until the connection becomes
    /// readable.</summary>
    protected bool IsTransportDrained => _transport.IsDrained;

    /// <summary>The error of the transport; Success if it has not failed.</summary>
    protected SocketError TransportError { get; private set; }

    /// <summary>The first bytes that were received, at most 40. They help to say what the peer is if it does not speak TLS.</summary>
    protected ReadOnlySpan<byte> FirstBytes => _firstBytes.AsSpan(0, _firstCount);

    /// <summary>Advances the handshake as far as the data of <see cref="Receive"/> allows. It is not called while a verdict is pending, or
    /// after the handshake has completed or failed.</summary>
    /// <returns>The result of <see cref="Ask"/> or <see cref="Fail"/>; Complete when the peer is accepted and no message of the handshake
    /// is left to send or receive; WantRead, WantWrite, Closed or Truncated.</returns>
    protected abstract TlsEngineStatus HandshakeCore();

    /// <summary>Gathers the alert that gives the reason for the rejection, if the protocol still allows an alert, and fails. The gate fails
    /// the engine in any case. Called once, while the handshake waits.</summary>
    /// <param name="reason">The error of the peer.</param>
    protected abstract void RejectCore(SslErrorCode reason);

    /// <summary>Decrypts as many records as fit. Called when data can be moved.</summary>
    /// <param name="destination">The buffer for the data.</param>
    /// <param name="count">The number of bytes of data, 0 to the length of the destination.</param>
    /// <returns>Complete with a count above 0 if there may be more data. Otherwise the reason why reading stopped (WantRead, WantWrite,
    /// Closed, Truncated or Failed), together with the data that was decrypted before.</returns>
    protected abstract TlsEngineStatus ReadCore(Span<byte> destination, out int count);

    /// <summary>Encrypts data and gathers the ciphertext. Called when data can be moved and there is room.</summary>
    /// <param name="source">The data.</param>
    /// <param name="count">The number of bytes of the data that were encrypted and gathered.</param>
    /// <returns>Complete with a count of at least 1 unless there is no data, or WantWrite, WantRead, Truncated or Failed with 0.</returns>
    protected abstract TlsEngineStatus WriteCore(ReadOnlySpan<byte> source, out int count);

    /// <summary>Gathers a close_notify. Called when data can be moved, until the result is not WantWrite.</summary>
    /// <returns>Complete, WantWrite or Failed.</returns>
    protected abstract TlsEngineStatus ShutdownCore();

    /// <summary>Returns the oldest session that the peer offered for resumption and that has not been reported yet; null if there is none.
    /// Called after a complete handshake. The default implementation returns null.</summary>
    protected virtual TlsSession? TakeSessionCore() => null;

    /// <summary>Derives keys for use outside TLS (RFC 5705, RFC 8446 7.5). Called after a complete handshake.</summary>
    /// <param name="label">The purpose of the keys.</param>
    /// <param name="context">The data that the keys are bound to; null for none. Before TLS 1.3, null and an empty context differ.</param>
    /// <param name="length">The number of bytes.</param>
    /// <exception cref="InvalidOperationException">The session cannot provide such keys. The message says why.</exception>
    /// <exception cref="NotSupportedException">The backend does not support it. The default implementation throws it.</exception>
    protected virtual byte[] ExportKeyingMaterialCore(string label, byte[]? context, int length) =>
        throw new NotSupportedException("This TLS backend does not export keying material.");

    /// <summary>Releases the resources of the backend, and zeroes secrets. Called once. Afterwards only the properties are
    /// used.</summary>
    /// <param name="disposing">True; false only when a finalizer of the backend calls it.</param>
    protected abstract void Dispose(bool disposing);

    /// <summary>Asks the caller once for its verdict, when the peer's certificates are known. A backend returns the result.</summary>
    /// <param name="peer">The peer to judge. It does not change afterwards.</param>
    protected TlsEngineStatus Ask(TlsPeer peer)
    {
        if (_verdict != Verdict.Open)
            return Break("asks for a verdict that was given");
        (Peer, _verdict) = (peer, Verdict.Asked);
        return TlsEngineStatus.NeedsVerdict;
    }

    /// <summary>Marks the engine as failed, permanently. The first failure is kept. A backend returns the result.</summary>
    /// <param name="failure">The reason.</param>
    protected TlsEngineStatus Fail(TlsFailure failure)
    {
        Failure ??= failure;
        return TlsEngineStatus.Failed;
    }

    /// <summary>Reads as much ciphertext from the transport as is available and fits.</summary>
    /// <param name="destination">The buffer for the ciphertext; not empty.</param>
    /// <returns>The number of bytes, the end of the stream, "would block" (then the engine returns WantRead), or the connection's error. It
    /// never waits.</returns>
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

    /// <summary>Gathers ciphertext for the transport. The gate decides when it is sent.</summary>
    /// <param name="ciphertext">The ciphertext. It is copied. Until the verdict, the gate parses a client's ciphertext as TLS records; a
    /// record may span several calls. Any other data fails the engine.</param>
    protected void Gather(ReadOnlySpan<byte> ciphertext)
    {
        ciphertext.CopyTo(_gather.Reserve(ciphertext.Length));
        _gather.Commit(ciphertext.Length);
    }

    /// <summary>Gathers ciphertext, unless too much is pending and the transport takes none now.</summary>
    /// <param name="ciphertext">The ciphertext. It is copied.</param>
    /// <returns>False if nothing was gathered: return WantWrite, or the transport failed.</returns>
    protected bool TryGather(ReadOnlySpan<byte> ciphertext)
    {
        if (CiphertextPending + ciphertext.Length > CiphertextGather.Limit && Flush() != TlsEngineStatus.Complete)
            return false;
        Gather(ciphertext);
        return true;
    }

    /// <summary>Reserves room for ciphertext, to avoid a copy. The backend calls <see cref="CommitGather"/> next.</summary>
    /// <param name="count">The minimum room in bytes.</param>
    protected ArraySegment<byte> ReserveGather(int count) => _gather.Reserve(count);

    /// <summary>Gathers the bytes that were written into the room of <see cref="ReserveGather"/>.</summary>
    /// <param name="count">The number of bytes, at most the length of the room.</param>
    protected void CommitGather(int count) => _gather.Commit(count);

    /// <summary>Flushes to the transport if too much is gathered. It is for a backend that produces ciphertext while it reads.</summary>
    /// <returns>Complete if more may be gathered, WantWrite or Failed.</returns>
    protected TlsEngineStatus MakeRoom() => CiphertextPending > CiphertextGather.Limit ? Flush() : TlsEngineStatus.Complete;
}
