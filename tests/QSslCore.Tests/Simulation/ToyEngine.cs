using QSslCore.Tls;

namespace QSslCore.Tests.Simulation;

/// <summary>
/// A TLS engine without cryptography: the same flights, pauses and verdicts over frames of one type byte, a length and a
/// body, so that the socket's part can be tested byte by byte. Its server sends a certificate flight, its client a
/// credential after the verdict.
/// </summary>
internal class ToyEngine(TlsEngineOptions options, ITlsTransport transport, ToyPeer peer) : TlsEngine
{
    private const byte Hello = 1, Certificate = 2, Credential = 3, Finished = 4, Data = 5, CloseNotify = 6, Alert = 7;

    private readonly Queue<byte> _in = new();
    private readonly Queue<byte> _out = new();
    private readonly Queue<byte> _plain = new();
    private bool _started, _asked, _verdictGiven, _rejected, _done, _closed;
    private TlsFailure? _failure;
    private long _sent;

    private bool IsClient => options.Role == SslMode.SslClientMode;

    public override TlsPeer Peer => _asked ? peer.Peer : TlsPeer.None;

    public override int CiphertextPending => _out.Count;

    public override long CiphertextSent => _sent;

    public override SslProtocol SessionProtocol => _done ? SslProtocol.TlsV1_3 : SslProtocol.UnknownProtocol;

    public override QSslCipher SessionCipher => new();

    public override string? ApplicationProtocol => null;

    public override TlsFacts Facts => new() { LacksSecureRenegotiation = peer.LacksSecureRenegotiation };

    public override TlsFailure? Failure => _failure;

    public bool IsDisposed { get; private set; }

    public override TlsEngineStatus Handshake()
    {
        if (_rejected)
        {
            Frame(Alert, [48]);
            Flush();
            return Fail(new("rejected", AlertType.UnknownCa));
        }
        if (!_started)
        {
            _started = true;
            if (IsClient)
                Frame(Hello, []);
        }
        while (!_done)
        {
            if (_asked && !_verdictGiven)
                return TlsEngineStatus.NeedsVerdict;
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
                    _asked = true;
                    break;
                case Credential when !IsClient:
                    _asked = true;
                    break;
                case Finished when IsClient:
                    _done = true;
                    break;
                case Alert:
                    return Fail(new("the peer sent an alert", AlertType.UnknownCa, AlertIsFromPeer: true));
                default:
                    return Fail(new($"unexpected frame {type}"));
            }
        }
        return Flush() == TlsEngineStatus.Failed ? TlsEngineStatus.Failed : TlsEngineStatus.Complete;
    }

    public override void Accept()
    {
        _verdictGiven = true;
        if (IsClient)
        {
            Frame(Credential, "secret of the client"u8);
        }
        else
        {
            Frame(Finished, []);
            _done = true;
        }
    }

    public override void Reject(SslErrorCode reason) => _rejected = true;

    public override TlsEngineStatus Read(Span<byte> destination, out int count)
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

    public override TlsEngineStatus Write(ReadOnlySpan<byte> source, out int count)
    {
        count = 0;
        if (_out.Count > 4096)
            return Flush() is TlsEngineStatus.Complete ? Write(source, out count) : TlsEngineStatus.WantWrite;
        count = Math.Min(source.Length, 1000);
        byte[] body = source[..count].ToArray();
        for (int i = 0; i < body.Length; i++)
            body[i] ^= 0x5A;
        Frame(Data, body);
        return Flush() is TlsEngineStatus.Failed ? TlsEngineStatus.Failed : TlsEngineStatus.Complete;
    }

    public override TlsEngineStatus Shutdown()
    {
        if (_done && !_closed)
            Frame(CloseNotify, []);
        _closed = true;
        return Flush();
    }

    public override TlsEngineStatus Flush()
    {
        while (_out.Count > 0)
        {
            byte[] bytes = [.. _out];
            TransportResult result = transport.TryWrite(bytes);
            if (result.IsError)
                return Fail(new("transport", TransportError: result.Error));
            if (result.Count == 0)
                return TlsEngineStatus.WantWrite;
            _sent += result.Count;
            for (int i = 0; i < result.Count; i++)
                _out.Dequeue();
        }
        return TlsEngineStatus.Complete;
    }

    public override void Dispose() => IsDisposed = true;

    private void Frame(byte type, ReadOnlySpan<byte> body)
    {
        _out.Enqueue(type);
        _out.Enqueue((byte)(body.Length >> 8));
        _out.Enqueue((byte)body.Length);
        foreach (byte b in body)
            _out.Enqueue(b);
    }

    private TlsEngineStatus NextFrame(out byte type, out byte[] body)
    {
        (type, body) = (0, []);
        Span<byte> buffer = stackalloc byte[512];
        while (true)
        {
            byte[] held = [.. _in];
            if (held.Length >= 3 && held[0] is < Hello or > Alert)
                return Fail(new("not TLS"));
            if (held.Length >= 3 && held.Length >= 3 + (held[1] << 8 | held[2]))
            {
                (type, body) = (held[0], held[3..(3 + (held[1] << 8 | held[2]))]);
                for (int i = 0; i < 3 + body.Length; i++)
                    _in.Dequeue();
                return TlsEngineStatus.Complete;
            }
            TransportResult result = transport.TryRead(buffer);
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

    private TlsEngineStatus Fail(TlsFailure failure)
    {
        _failure ??= failure;
        return TlsEngineStatus.Failed;
    }
}
