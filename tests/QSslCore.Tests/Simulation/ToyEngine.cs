using QSslCore.Tls;

namespace QSslCore.Tests.Simulation;

/// <summary>
/// A TLS engine without cryptography: the same flights, pauses and verdicts in records that look like those of TLS, so that the socket's
/// part can be tested byte by byte. Its server sends a certificate flight, its client a credential after the verdict.
/// </summary>
internal class ToyEngine(TlsEngineOptions options, ToyPeer peer) : TlsEngine(options)
{
    // Messages as TLS numbers them, and what is no message behind them.
    private const byte Hello = 1, Certificate = 11, Credential = 16, Finished = 20, Data = 100, CloseNotify = 101, Alert = 102;
    private const byte AlertRecord = 21, HandshakeRecord = 22, DataRecord = 23;
    private const int RecordHeader = 5;

    private readonly Queue<byte> _in = new();
    private readonly Queue<byte> _plain = new();
    private bool _started, _answered, _done, _closed;

    private bool IsClient => Role == SslMode.SslClientMode;

    public override SslProtocol SessionProtocol => _done ? SslProtocol.TlsV1_3 : SslProtocol.UnknownProtocol;

    public override QSslCipher SessionCipher => new();

    public override string? ApplicationProtocol => null;

    public override TlsFacts Facts => new() { LacksSecureRenegotiation = peer.LacksSecureRenegotiation };

    public bool IsDisposed { get; private set; }

    protected override TlsEngineStatus HandshakeCore()
    {
        if (!_started)
        {
            _started = true;
            if (IsClient)
                Frame(Hello, []);
        }
        if (IsAccepted && !_answered)
        {
            _answered = true;
            if (IsClient)
                Frame(Credential, "secret of the client"u8);
            else
                Frame(Finished, []);
            _done = !IsClient;
        }
        while (!_done)
        {
            if (Flush() is TlsEngineStatus.Failed)
                return TlsEngineStatus.Failed;
            TlsEngineStatus status = NextFrame(out byte type, out _);
            if (status != TlsEngineStatus.Complete)
                return status;
            switch (type)
            {
                case Hello when !IsClient:
                    Frame(Certificate, []);
                    break;
                case Certificate when IsClient:
                case Credential when !IsClient:
                    return Ask(peer.Peer);
                case Finished when IsClient:
                    _done = true;
                    break;
                case Alert:
                    return Fail(new("the peer sent an alert", AlertType.UnknownCa, AlertIsFromPeer: true));
                default:
                    return Fail(new($"unexpected frame {type}"));
            }
        }
        return TlsEngineStatus.Complete;
    }

    protected override void RejectCore(SslErrorCode reason)
    {
        Frame(Alert, []);
        Fail(new("rejected", AlertType.UnknownCa));
    }

    protected override TlsEngineStatus ReadCore(Span<byte> destination, out int count)
    {
        count = 0;
        while (_plain.Count == 0)
        {
            if (_closed)
                return TlsEngineStatus.Closed;
            TlsEngineStatus status = NextFrame(out byte type, out byte[] body);
            if (status != TlsEngineStatus.Complete)
                return status;
            if (type == CloseNotify)
                _closed = true;
            else if (type == Data)
                Array.ForEach(body, b => _plain.Enqueue((byte)(b ^ 0x5A)));
            else
                return Fail(new($"unexpected frame {type}"));
        }
        while (count < destination.Length && _plain.TryDequeue(out byte b))
            destination[count++] = b;
        return TlsEngineStatus.Complete;
    }

    protected override TlsEngineStatus WriteCore(ReadOnlySpan<byte> source, out int count)
    {
        count = 0;
        if (CiphertextPending > 4096 && Flush() is var flushed and not TlsEngineStatus.Complete)
            return flushed;
        byte[] body = source[..Math.Min(source.Length, 1000)].ToArray();
        for (int i = 0; i < body.Length; i++)
            body[i] ^= 0x5A;
        Frame(Data, body);
        if (Flush() == TlsEngineStatus.Failed)
            return TlsEngineStatus.Failed;
        count = body.Length;
        return TlsEngineStatus.Complete;
    }

    protected override TlsEngineStatus ShutdownCore()
    {
        if (!_closed)
            Frame(CloseNotify, []);
        _closed = true;
        return TlsEngineStatus.Complete;
    }

    protected override void Dispose(bool disposing) => IsDisposed = true;

    private void Frame(byte type, ReadOnlySpan<byte> body)
    {
        byte[] content = type switch
        {
            Hello => [Hello, 0, 0, 34, 3, 3, .. new byte[32]],
            Data => body.ToArray(),
            CloseNotify => [1, 0],
            Alert => [2, (byte)AlertType.UnknownCa],
            _ => [type, 0, 0, (byte)body.Length, .. body],
        };
        byte record = type switch
        {
            Data => DataRecord,
            CloseNotify or Alert => AlertRecord,
            _ => HandshakeRecord,
        };
        Gather([record, 3, 3, (byte)(content.Length >> 8), (byte)content.Length, .. content]);
    }

    private TlsEngineStatus NextFrame(out byte type, out byte[] body)
    {
        (type, body) = (0, []);
        Span<byte> buffer = stackalloc byte[512];
        while (true)
        {
            byte[] held = [.. _in];
            if (held.Length > 0 && held[0] is < AlertRecord or > DataRecord)
                return Fail(new("not TLS"));
            if (held.Length >= RecordHeader && held.Length >= RecordHeader + (held[3] << 8 | held[4]))
            {
                body = held[RecordHeader..(RecordHeader + (held[3] << 8 | held[4]))];
                type = held[0] switch
                {
                    DataRecord => Data,
                    AlertRecord => body[0] == 1 ? CloseNotify : Alert,
                    _ => body[0],
                };
                for (int i = 0; i < RecordHeader + body.Length; i++)
                    _in.Dequeue();
                return TlsEngineStatus.Complete;
            }
            TransportResult result = Receive(buffer);
            if (result.IsError)
                return Fail(new("transport", TransportError: result.Error));
            if (result.IsEndOfStream)
                return TlsEngineStatus.Truncated;
            if (result.IsWouldBlock)
                return TlsEngineStatus.WantRead;
            foreach (byte b in buffer[..result.Count])
                _in.Enqueue(b);
        }
    }
}
