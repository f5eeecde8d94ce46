namespace QSslCore;

// The values of a connection. Only sockets set them.
public sealed partial class QSslConfiguration
{
    /// <summary>The peer's certificate, or a null certificate if it presented none.</summary>
    [QtMember("QSslConfiguration::peerCertificate")]
    public QSslCertificate PeerCertificate { get; internal set => field = value ?? QSslCertificate.Null; } = QSslCertificate.Null;

    /// <summary>The certificates that the peer sent, starting with its own.</summary>
    [QtMember("QSslConfiguration::peerCertificateChain")]
    public IReadOnlyList<QSslCertificate> PeerCertificateChain { get; internal set; } = [];

    /// <summary>The cipher suite of the connection, or a null cipher if there is none.</summary>
    [QtMember("QSslConfiguration::sessionCipher")]
    public QSslCipher SessionCipher { get; internal set; } = QSslCipher.Null;

    /// <summary>The protocol version of the connection, or UnknownProtocol if there is none.</summary>
    [QtMember("QSslConfiguration::sessionProtocol")]
    public SslProtocol SessionProtocol { get; internal set; } = SslProtocol.UnknownProtocol;

    /// <summary>The negotiated application protocol (ALPN), or null if there is none.</summary>
    [QtMember("QSslConfiguration::nextNegotiatedProtocol")]
    public string? NextNegotiatedProtocol { get; internal set; }

    /// <summary>The result of the negotiation of the application protocol.</summary>
    [QtMember("QSslConfiguration::nextProtocolNegotiationStatus")]
    public NextProtocolNegotiationStatus NextProtocolNegotiationStatus { get; internal set; }
}
