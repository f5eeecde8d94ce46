using QSslCore.Tls;

namespace QSslCore.Sockets;

/// <summary>
/// What is known of one connection's TLS session. The record is replaced as a whole, so that a reader on another thread sees the facts of
/// one connection and never a mix. A new connection starts with <see cref="None"/>.
/// </summary>
internal sealed record TlsSessionFacts
{
    private static readonly QSslCipher s_noCipher = new();

    public static TlsSessionFacts None { get; } = new();

    /// <summary>The role that was entered with the handshake.</summary>
    public SslMode Mode { get; init; } = SslMode.UnencryptedMode;

    public bool IsEncrypted { get; init; }

    /// <summary>The version; unknown without a session.</summary>
    public SslProtocol Protocol { get; init; } = SslProtocol.UnknownProtocol;

    public QSslCipher Cipher { get; init; } = s_noCipher;

    /// <summary>The version that the handshake has led to, kept after the connection's end; null while it has not.</summary>
    public SslProtocol? Established { get; init; }

    public string? ApplicationProtocol { get; init; }

    public NextProtocolNegotiationStatus NegotiationStatus { get; init; } = NextProtocolNegotiationStatus.None;

    /// <summary>The peer's certificates as sent, leaf first.</summary>
    public IReadOnlyList<QSslCertificate> PeerChain { get; init; } = [];

    /// <summary>The path that was built from the peer's certificate towards a trusted root, leaf first.</summary>
    public IReadOnlyList<QSslCertificate> VerifiedChain { get; init; } = [];

    public IReadOnlyList<QOcspResponse> OcspResponses { get; init; } = [];

    /// <summary>What is wrong with the peer, as <see cref="QSslSocket.SslErrors"/> reports it.</summary>
    public IReadOnlyList<QSslError> Errors { get; init; } = [];

    /// <summary>Why the handshake failed.</summary>
    public HandshakeFault Fault { get; init; }

    /// <summary>The fatal alert that ended the handshake and who sent it; null when there was none.</summary>
    public QSslAlert? Alert { get; init; }

    /// <summary>What else was agreed on.</summary>
    public TlsFacts Negotiated { get; init; } = TlsFacts.None;

    /// <summary>Sessions that the server has given for resumption.</summary>
    public int SessionsReceived { get; init; }

    /// <summary>The recorded messages, in order.</summary>
    public QSslHandshakeMessage[] Messages { get; init; } = [];

    /// <summary>What a handshake starts with, in that role.</summary>
    public static TlsSessionFacts Begin(SslMode role) => new() { Mode = role };

    /// <summary>The same after the end of the connection: what is known of the peer stays known.</summary>
    public TlsSessionFacts Ended() => this with { IsEncrypted = false, Cipher = s_noCipher, Protocol = SslProtocol.UnknownProtocol };
}
