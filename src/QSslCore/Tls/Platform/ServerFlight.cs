using System.Net.Security;

namespace QSslCore.Tls.Platform;

/// <summary>
/// The facts that a client reads from its server's first flight: the negotiated parameters and, up to TLS 1.2, the certificates. The
/// library reports them only after the client's own last flight is made and, up to TLS 1.2, answered.
/// </summary>
internal sealed class ServerFlight
{
    private const byte ServerHello = 2;
    private const byte Certificate = 11;
    private const byte KeyExchange = 12;
    private const byte CertificateRequest = 13;
    private const byte ServerHelloDone = 14;
    private const ushort SupportedVersions = 43;
    private const int Tls13 = 0x0304;

    private readonly HandshakeMessages _messages;
    private bool _begun;

    public ServerFlight() => _messages = new(Take);

    /// <summary>
    /// Whether the server has sent anything except a request for another ClientHello. After that, the client's output may contain its
    /// credentials. Data that cannot be parsed counts as such.
    /// </summary>
    public bool HasBegun => _begun || _messages.IsDone;

    /// <summary>Whether the flight was read to its end, which is possible up to TLS 1.2.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The certificates as sent, up to TLS 1.2.</summary>
    public QSslCertificate[] Chain { get; private set; } = [];

    /// <summary>Whether the server asked for a client certificate, up to TLS 1.2.</summary>
    public bool RequestsCertificate { get; private set; }

    /// <summary>The group of the key exchange, up to TLS 1.2; empty if it has no name.</summary>
    public string Group { get; private set; } = "";

    /// <summary>The size of the finite field of the key exchange, up to TLS 1.2; 0 if there is none.</summary>
    public int FiniteFieldBits { get; private set; }

    public SslProtocol Protocol { get; private set; } = SslProtocol.UnknownProtocol;

    public TlsCipherSuite? Suite { get; private set; }

    public AlertType? Alert => _messages.Alert;

    // The random of a ServerHello that requests another ClientHello (RFC 8446, section 4.1.3): SHA-256 of "HelloRetryRequest".
    private static ReadOnlySpan<byte> RetryRandom =>
    [
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
        0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    ];

    public void Add(ReadOnlySpan<byte> bytes) => _messages.Add(bytes);

    private bool Take(byte type, ReadOnlyMemory<byte> body)
    {
        if (type == ServerHello)
        {
            (bool isRetry, Suite, Protocol) = ReadHello(body.Span);
            _begun |= !isRetry;
            return Protocol != SslProtocol.TlsV1_3 || isRetry;
        }
        _begun = true;
        if (type == Certificate)
            Chain = ReadCertificates(body.Span);
        if (type == KeyExchange)
            ReadKeyExchange(body.Span);
        RequestsCertificate |= type == CertificateRequest;
        IsComplete |= type == ServerHelloDone;
        return !IsComplete;
    }

    /// <summary>Reads the server's half of an ephemeral key exchange (RFC 8422, section 5.4; RFC 5246, section 7.4.3).</summary>
    private void ReadKeyExchange(ReadOnlySpan<byte> body)
    {
        const byte NamedCurve = 3;
        MessageReader reader = new(body);
        switch (CipherSuiteFacts.Of((int?)Suite ?? -1)?.Exchange)
        {
            case KeyExchangeKind.EllipticCurve:
                if (reader.TryTake(1, out ReadOnlySpan<byte> kind) && kind[0] == NamedCurve && reader.TryNumber(out ushort number))
                    Group = KeyExchangeGroups.NameOf(number);
                break;
            case KeyExchangeKind.FiniteField:
                if (reader.TryVector(2, out ReadOnlySpan<byte> prime))
                    FiniteFieldBits = (int)new System.Numerics.BigInteger(prime, isUnsigned: true, isBigEndian: true).GetBitLength();
                break;
        }
    }

    private static (bool IsRetry, TlsCipherSuite? Suite, SslProtocol Protocol) ReadHello(ReadOnlySpan<byte> body)
    {
        MessageReader reader = new(body);
        if (!reader.TryNumber(out ushort version) || !reader.TryTake(32, out ReadOnlySpan<byte> random) || !reader.TryVector(1, out _)
            || !reader.TryNumber(out ushort suite) || !reader.Skip(1))
        {
            return (false, null, SslProtocol.UnknownProtocol);
        }
        SslProtocol protocol = PlatformProtocols.FromVersion(version);
        MessageReader rest = new(reader.TryVector(2, out ReadOnlySpan<byte> extensions) ? extensions : default);
        while (rest.TryNumber(out ushort kind) && rest.TryVector(2, out ReadOnlySpan<byte> data))
        {
            if (kind == SupportedVersions && data is [_, _] && ((data[0] << 8) | data[1]) == Tls13)
                protocol = SslProtocol.TlsV1_3;
        }
        // Only TLS 1.3 has retries. In an older hello these 32 bytes have no special meaning.
        return (protocol == SslProtocol.TlsV1_3 && random.SequenceEqual(RetryRandom), (TlsCipherSuite)suite, protocol);
    }

    private static QSslCertificate[] ReadCertificates(ReadOnlySpan<byte> body)
    {
        MessageReader reader = new(body);
        MessageReader list = new(reader.TryVector(3, out ReadOnlySpan<byte> certificates) ? certificates : default);
        List<QSslCertificate> chain = [];
        while (list.TryVector(3, out ReadOnlySpan<byte> der))
            chain.Add(QSslCertificate.FromDer(der));
        return [.. chain];
    }
}
