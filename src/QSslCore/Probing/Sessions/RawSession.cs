using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Sessions;

/// <summary>
/// The client's side of a session of TLS 1.0 to 1.2, step by step, so that a probe can do each step wrongly. It verifies no certificate
/// and no signature: it carries no secret, and only looks how the peer behaves.
/// </summary>
internal sealed class RawSession(RecordChannel channel, ClientHello offer)
{
    private const int Finished = 20;

    private readonly MessageReader _messages = new();
    private readonly List<byte> _transcript = [];
    private ClientShare? _share;
    private RecordProtection? _incoming, _outgoing;

    /// <summary>The peer's hello.</summary>
    public ServerHello Hello { get; private set; } = null!;

    /// <summary>The suite that was agreed on.</summary>
    public SessionSuite Suite { get; private set; } = null!;

    /// <summary>The peer's certificate in DER; empty where it sent none.</summary>
    public byte[] Certificate { get; private set; } = [];

    /// <summary>The peer's share; null with RSA.</summary>
    public ServerKeyExchange? KeyExchange { get; private set; }

    /// <summary>The keys; null before the key exchange.</summary>
    public SessionKeys? Keys { get; private set; }

    /// <summary>The ticket that came, without its lifetime.</summary>
    public byte[] Ticket { get; private set; } = [];

    /// <summary>The client's and the server's verify_data.</summary>
    public byte[] ClientVerify { get; private set; } = [];

    /// <inheritdoc cref="ClientVerify"/>
    public byte[] ServerVerify { get; private set; } = [];

    private bool WantsCertificate { get; set; }

    /// <summary>The server resumes the session that was offered: it sends no certificate and finishes first.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>The version on the wire: the hello's, and what was agreed on later.</summary>
    private int Version => Hello?.Version ?? offer.Version;

    /// <summary>Says hello and reads the peer's flight up to its end.</summary>
    /// <exception cref="SessionException">The peer did not send one, or it cannot be used.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        byte[] hello = offer.ToMessage();
        _transcript.AddRange(hello);
        await channel.SendAsync(offer.ToBytes(), cancellation).ConfigureAwait(false);
        while (true)
        {
            SessionEvent happened = await NextAsync(cancellation).ConfigureAwait(false);
            if (happened.Kind == SessionEventKind.ChangeCipherSpec && Hello is not null && offer.SessionTicket is { Length: > 0 })
            {
                IsResumed = true;
                return;
            }
            if (happened.Kind == SessionEventKind.Alert && !happened.IsFatal)
                continue;
            if (happened.Kind != SessionEventKind.Message)
                throw new SessionException($"the answer to the hello was: {happened}", happened);
            _transcript.AddRange(happened.Data);
            if (Take(happened.Data))
                return;
        }
    }

    /// <summary>Sends a key exchange; of its own unless one is given.</summary>
    /// <exception cref="SessionException">The peer's values cannot be used.</exception>
    public Task SendKeyExchangeAsync(CancellationToken cancellation, ClientShare? share = null) =>
        channel.SendAsync(KeyExchangeRecords(share), cancellation);

    /// <summary>Sends the key exchange, ChangeCipherSpec and Finished in one go.</summary>
    /// <exception cref="SessionException">The peer's values cannot be used.</exception>
    public Task SendFinishedAsync(CancellationToken cancellation, RecordFault fault = RecordFault.None, ClientShare? share = null)
    {
        byte[] records = KeyExchangeRecords(share);
        ClientVerify = Keys!.Finished(ofClient: true, [.. _transcript]);
        byte[] message = [Finished, 0, 0, (byte)ClientVerify.Length, .. ClientVerify];
        _transcript.AddRange(message);
        _outgoing = Keys.Protect(ofClient: true);
        byte[] change = TlsRecord.Write(TlsRecord.ChangeCipherSpec, Version, [1]);
        return channel.SendAsync((byte[])[.. records, .. change, .. Sealed(TlsRecord.Handshake, message, fault)], cancellation);
    }

    /// <summary>Goes through a whole handshake.</summary>
    /// <exception cref="SessionException">The peer did not finish it.</exception>
    public async Task HandshakeAsync(CancellationToken cancellation)
    {
        await StartAsync(cancellation).ConfigureAwait(false);
        await SendFinishedAsync(cancellation).ConfigureAwait(false);
        if (await FinishAsync(cancellation).ConfigureAwait(false) is { } other)
            throw new SessionException($"the handshake was not finished: {other}", other);
    }

    /// <summary>Reads the peer's Finished; null where it came and is right, else what came instead.</summary>
    public async Task<SessionEvent?> FinishAsync(CancellationToken cancellation)
    {
        while (true)
        {
            SessionEvent happened = await NextAsync(cancellation).ConfigureAwait(false);
            if (happened.Message == Finished && _incoming is not null)
            {
                ServerVerify = Keys!.Finished(ofClient: false, [.. _transcript]);
                return happened.Data.AsSpan(4).SequenceEqual(ServerVerify) ? null : happened;
            }
            if (happened.Message >= 0)
            {
                _transcript.AddRange(happened.Data);
                // The ticket comes before the Finished, in the clear (RFC 5077, 3.3).
                if (happened.Message == 4 && happened.Data.Length > 10)
                    Ticket = happened.Data[10..];
            }
            else if (happened.Kind != SessionEventKind.ChangeCipherSpec && !(happened.Kind == SessionEventKind.Alert && !happened.IsFatal))
                return happened;
        }
    }

    /// <summary>Sends a protected record.</summary>
    public Task SendAsync(int type, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        channel.SendAsync(Sealed(type, content.Span), cancellation);

    /// <summary>A protected record, to be sent with others.</summary>
    public byte[] Sealed(int type, ReadOnlySpan<byte> content, RecordFault fault = RecordFault.None) =>
        TlsRecord.Write(type, Version, _outgoing!.Seal(type, content, fault));

    /// <summary>What the peer does next.</summary>
    public async Task<SessionEvent> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (_messages.Next() is { } message)
                return new(SessionEventKind.Message, message);
            if (_messages.Fault is not null)
                return new(SessionEventKind.End, [], LineEnd.Unintelligible);
            if (await channel.ReadAsync(cancellation).ConfigureAwait(false) is not { } record)
                return new(SessionEventKind.End, [],
                    channel.End == LineEnd.Closed && _messages.IsAmidMessage ? LineEnd.Cut : channel.End);
            byte[]? content = _incoming is null || record.Type == TlsRecord.ChangeCipherSpec
                ? record.Payload
                : _incoming.Open(record.Type, record.Payload);
            switch (record.Type)
            {
                case TlsRecord.Handshake when content is not null:
                    _messages.Add(content);
                    break;
                // A level that there is not, or an alert amid a message, refuses nothing.
                case TlsRecord.Alert when content is [1 or 2, _] && !_messages.IsAmidMessage:
                    return new(SessionEventKind.Alert, content);
                case TlsRecord.ChangeCipherSpec:
                    _incoming ??= Keys?.Protect(ofClient: false);
                    return new(SessionEventKind.ChangeCipherSpec, record.Payload);
                case TlsRecord.ApplicationData when content is not null && _incoming is not null:
                    return new(SessionEventKind.Data, content);
                case TlsRecord.Heartbeat when content is not null:
                    return new(SessionEventKind.Heartbeat, content);
                default:
                    return new(SessionEventKind.Undecryptable, []);
            }
        }
    }

    /// <summary>Goes on with a session of before: its secret, in the handshake that <see cref="IsResumed"/>.</summary>
    public void Resume(byte[] master)
    {
        Keys = SessionKeys.FromMaster(Version, Suite, master, offer.Random, Hello.Random);
        _incoming = Keys.Protect(ofClient: false);
    }

    /// <summary>The peer's RSA key.</summary>
    /// <exception cref="SessionException">The certificate has none.</exception>
    public RSAParameters RsaKey()
    {
        try
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(Certificate);
            using RSA? key = certificate.GetRSAPublicKey();
            return key?.ExportParameters(false) ?? throw new SessionException("the certificate has no RSA key");
        }
        catch (CryptographicException e)
        {
            throw new SessionException($"the certificate cannot be read ({e.Message})");
        }
    }

    /// <summary>The key exchange as records; for the client's own share unless one is given.</summary>
    public byte[] KeyExchangeRecords(ClientShare? share)
    {
        _share = share ?? (Suite.Agreement == KeyAgreement.Rsa
            ? ClientShare.Encrypt(RsaKey(), offer.Version)
            : ClientShare.Answer(KeyExchange ?? throw new SessionException("the server sent no key exchange")));
        byte[] none = WantsCertificate ? [11, 0, 0, 3, 0, 0, 0] : [];
        byte[] body = _share.Message;
        byte[] exchange = [16, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];
        _transcript.AddRange(none);
        _transcript.AddRange(exchange);
        Keys = SessionKeys.FromPremaster(Version, Suite, _share.Premaster, offer.Random, Hello.Random);
        byte[] certificate = none.Length == 0 ? [] : TlsRecord.Write(TlsRecord.Handshake, Version, none);
        return [.. certificate, .. TlsRecord.Write(TlsRecord.Handshake, Version, exchange)];
    }

    /// <summary>Takes a message of the peer's first flight; true for the last one.</summary>
    private bool Take(byte[] message)
    {
        ReadOnlySpan<byte> body = message.AsSpan(4);
        switch (message[0])
        {
            case 2 when Hello is null:
                Hello = ServerHello.Read(body) ?? throw new SessionException("the peer's hello cannot be read");
                Suite = SessionSuite.Find(Hello.Suite) is { } suite && offer.Suites.Contains(suite.Code)
                    ? suite
                    : throw new SessionException($"the peer chose the suite {Hello.Suite:X4}, which was not offered");
                if (Hello.Version is < 0x0301 or > 0x0303 || Hello.Version > offer.Version)
                    throw new SessionException($"the peer chose the version {Hello.Version:X4}, which was not offered");
                return false;
            case 11 when Hello is not null:
                WireReader list = new(new WireReader(body).Counted24());
                Certificate = list.Counted24().ToArray();
                return false;
            case 12 when Hello is not null:
                KeyExchange = ServerKeyExchange.Read(TlsSuite.Find(Suite.Code)!, Version, body) is { Public.Length: > 0 } exchange
                    ? exchange
                    : throw new SessionException("the peer's key exchange cannot be read");
                return false;
            case 13:
                WantsCertificate = true;
                return false;
            case 14 when Hello is not null:
                return true;
            default:
                return false;
        }
    }
}
