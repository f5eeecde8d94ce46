namespace QSslCore;

// What a connection has brought; only sockets fill it in.
public sealed partial class QSslConfiguration
{
    /// <summary>The peer's certificate; a null certificate when it showed none.</summary>
    [QtMember("QSslConfiguration::peerCertificate")]
    public QSslCertificate PeerCertificate { get; internal set => field = value ?? QSslCertificate.Null; } = QSslCertificate.Null;

    /// <summary>The certificates that the peer sent, its own first.</summary>
    [QtMember("QSslConfiguration::peerCertificateChain")]
    public IReadOnlyList<QSslCertificate> PeerCertificateChain { get; internal set; } = [];

    /// <summary>The cipher suite of the connection; a null cipher without one.</summary>
    [QtMember("QSslConfiguration::sessionCipher")]
    public QSslCipher SessionCipher { get; internal set; } = QSslCipher.Null;

    /// <summary>The protocol version of the connection; UnknownProtocol without one.</summary>
    [QtMember("QSslConfiguration::sessionProtocol")]
    public SslProtocol SessionProtocol { get; internal set; } = SslProtocol.UnknownProtocol;

    /// <summary>The application protocol that was agreed on (ALPN); null when none was.</summary>
    [QtMember("QSslConfiguration::nextNegotiatedProtocol")]
    public string? NextNegotiatedProtocol { get; internal set; }

    /// <summary>How the negotiation of the application protocol ended.</summary>
    [QtMember("QSslConfiguration::nextProtocolNegotiationStatus")]
    public NextProtocolNegotiationStatus NextProtocolNegotiationStatus { get; internal set; }
}
