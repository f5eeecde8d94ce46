using QSslCore.Tls;

namespace QSslCore.Sockets;

/// <summary>
/// The encrypted stream of one connection, from the start of the handshake to the end of the connection: the engine, its way to the
/// network, and what is between the two. Used by the strand's owner only.
/// </summary>
internal sealed class TlsChannel : IDisposable
{
    private readonly StartTlsTransport _transport;
    private readonly TdsTransport? _packets;
    private TlsEngine? _engine;
    private long _sentReported;
    private bool _isEngineDrained;
    private bool _isFarewellSent;
    private long _gathered;

    /// <param name="transport">The connection.</param>
    /// <param name="configuration">The configuration of the handshake: a copy that does not change any more.</param>
    /// <param name="wrapsHandshake">The handshake travels in packets of the Tabular Data Stream.</param>
    public TlsChannel(StartTlsTransport transport, QSslConfiguration configuration, bool wrapsHandshake)
    {
        _transport = transport;
        _packets = wrapsHandshake ? new(transport) : null;
        Configuration = configuration;
    }

    public QSslConfiguration Configuration { get; }

    /// <summary>Whether the user knows that the peer asked for a renegotiation.</summary>
    public bool IsRenegotiationTold { get; set; }

    /// <summary>How many renegotiations the facts of the connection include.</summary>
    public int RenegotiationsTold { get; set; }

    /// <summary>Whether data that is to be sent waits for the peer's part in a renegotiation.</summary>
    public bool IsRenegotiating => _engine is { IsRenegotiating: true };

    /// <summary>What the engine reads from and writes to.</summary>
    public ITlsTransport Transport => (ITlsTransport?)_packets ?? _transport;

    /// <summary>The engine; a channel whose engine could not be made has none.</summary>
    public TlsEngine Engine
    {
        get => _engine ?? throw new InvalidOperationException("The TLS engine could not be made.");
        set => _engine = value;
    }

    public bool HasEngine => _engine is not null;

    /// <summary>The last call of the engine stopped because the system takes no more for now.</summary>
    public bool WantsWrite { get; private set; }

    /// <summary>Payload that was encrypted when it was written, in bytes, and not reported as written yet. Any thread.</summary>
    public long Gathered => Volatile.Read(ref _gathered);

    public int CiphertextPending => _engine?.CiphertextPending ?? 0;

    public long CiphertextSent => _engine?.CiphertextSent ?? 0;

    /// <summary>Plain bytes of before the handshake, or ciphertext, are on their way out.</summary>
    public bool HasPendingOutput => CiphertextPending > 0 || _transport.HasUnsent;

    /// <summary>There is something to read, in the engine or from the network. In a renegotiation, reading advances it.</summary>
    public bool MayHaveInput => !_isEngineDrained || !_transport.IsDrained || IsRenegotiating;

    /// <summary>A step of the socket begins: the plain bytes of before the handshake leave first.</summary>
    /// <returns>What the system said; an error ends the connection.</returns>
    public TransportResult BeginStep()
    {
        _transport.BeginStep();
        return _transport.HasUnsent ? _transport.FlushUnsent() : TransportResult.Moved(0);
    }

    /// <summary>Advances the handshake.</summary>
    public TlsEngineStatus Handshake()
    {
        TlsEngineStatus status = Engine.Handshake();
        WantsWrite = status == TlsEngineStatus.WantWrite;
        return status;
    }

    /// <summary>The handshake is complete: what is sent from now on does not travel in packets any more.</summary>
    public void EndHandshake() => _packets?.EndHandshake(CiphertextPending);

    /// <summary>Encrypts the beginning of <paramref name="data"/> at once, as much as the engine has room for, and sends nothing.</summary>
    /// <returns>How many bytes; 0 also where the engine failed, which the next step meets.</returns>
    public int Gather(ReadOnlySpan<byte> data)
    {
        int room = Math.Min(data.Length, Engine.Room);
        if (room <= 0 || Engine.Write(data[..room], out int count) != TlsEngineStatus.Complete)
            return 0;
        Volatile.Write(ref _gathered, _gathered + count);
        return count;
    }

    /// <summary>Encrypts what is queued and passes it on, as far as the system takes it.</summary>
    /// <param name="output">The queue.</param>
    /// <param name="encrypted">Payload that is written now, in bytes, including what was gathered.</param>
    /// <returns>Complete, WantWrite, WantRead or Failed.</returns>
    public TlsEngineStatus Encrypt(ByteQueue output, out long encrypted)
    {
        encrypted = _gathered;
        Volatile.Write(ref _gathered, 0);
        TlsEngineStatus status = TlsEngineStatus.Complete;
        if (encrypted == 0 && output.Count == 0 && CiphertextPending == 0)
        {
            WantsWrite = false;
            return status;
        }
        while (output.Front is { IsEmpty: false } front)
        {
            status = Engine.Write(front, out int count);
            if (status != TlsEngineStatus.Complete)
                break;
            output.Consume(count);
            encrypted += count;
        }
        if (status != TlsEngineStatus.Failed && CiphertextPending > 0)
            status = Engine.Flush();
        WantsWrite = status == TlsEngineStatus.WantWrite;
        return status;
    }

    /// <summary>Decrypts what has arrived, until the queue is full or enough was read for one step.</summary>
    /// <param name="input">The queue.</param>
    /// <param name="chunk">The least room to decrypt into, in bytes.</param>
    /// <param name="limit">How many bytes one step reads.</param>
    /// <param name="taken">How many bytes were decrypted.</param>
    /// <returns>Complete, WantRead, WantWrite, Closed, Truncated or Failed.</returns>
    public TlsEngineStatus Decrypt(ByteQueue input, int chunk, int limit, out long taken)
    {
        taken = 0;
        TlsEngineStatus status = TlsEngineStatus.Complete;
        while (taken < limit && !input.IsFull)
        {
            status = Engine.Read(input.Reserve(chunk), out int count);
            input.Commit(count);
            taken += count;
            if (status != TlsEngineStatus.Complete)
                break;
        }
        _isEngineDrained = status == TlsEngineStatus.WantRead;
        WantsWrite |= status == TlsEngineStatus.WantWrite;
        return status;
    }

    /// <summary>Passes on what is on its way out already, and makes nothing new.</summary>
    public void Flush()
    {
        _ = _transport.FlushUnsent();
        _ = _engine?.Flush();
    }

    /// <summary>Sends close_notify, once.</summary>
    /// <returns>False while the system takes no more.</returns>
    public bool SayFarewell()
    {
        _isFarewellSent = _isFarewellSent || Engine.Shutdown() != TlsEngineStatus.WantWrite;
        return _isFarewellSent;
    }

    /// <summary>How many bytes of ciphertext have left since the last call.</summary>
    public long TakeSent()
    {
        long sent = CiphertextSent - _sentReported;
        _sentReported += sent;
        return sent;
    }

    /// <inheritdoc/>
    public void Dispose() => _engine?.Dispose();
}
