using QSslCore.Sockets;
using QSslCore.Sockets.Native;
using QSslCore.Tls;

namespace QSslCore;

/// <summary>A TCP socket that can be encrypted with TLS, as a client or as a server.</summary>
/// <remarks>
/// <para>Encrypted at once: <see cref="ConnectToHostEncrypted(string, int, OpenMode, NetworkLayerProtocol)"/>. Encrypted
/// later: connect plain, then <see cref="StartClientEncryption"/>, or <see cref="StartServerEncryption"/> on an accepted
/// socket. Data may be written before the handshake is done; it leaves encrypted afterwards.</para>
/// <para>The peer's identity is checked before anything of this side's credentials leaves. When it is not accepted the
/// connection is dropped, unless the errors are ignored: in a handler of <see cref="SslErrors"/>, by a list given
/// before, or in a pause (<see cref="QAbstractSocket.PauseMode"/>).</para>
/// </remarks>
[QtMember("QSslSocket")]
public partial class QSslSocket : QTcpSocket
{
    private readonly TlsBackend? _givenBackend;
    private readonly TlsSignals _signals;
    private QSslConfiguration _configuration = QSslConfiguration.DefaultConfiguration.ForNewSocket();
    private volatile TlsSessionFacts _facts = TlsSessionFacts.None;

    /// <summary>Makes a socket with the default configuration, not connected.</summary>
    [QtMember("QSslSocket::QSslSocket")]
    public QSslSocket()
        : this(SystemNetwork.Instance)
    {
    }

    internal QSslSocket(INetwork network, TlsBackend? backend = null)
        : base(network)
    {
        _givenBackend = backend;
        _signals = new(Strand);
    }

    /// <summary>The handshake is done and the peer accepted; <see cref="IsEncrypted"/> is true already.</summary>
    [QtMember("QSslSocket::encrypted")]
    public event EventHandler<SignalEventArgs> Encrypted
    {
        add => _signals.Encrypted.Add(value);
        remove => _signals.Encrypted.Remove(value);
    }

    /// <summary>A handshake starts.</summary>
    [QtMember("QSslSocket::modeChanged")]
    public event EventHandler<ModeChangedEventArgs> ModeChanged
    {
        add => _signals.ModeChanged.Add(value);
        remove => _signals.ModeChanged.Remove(value);
    }

    /// <summary>One problem with the peer's identity, told early; a handler may abort.</summary>
    [QtMember("QSslSocket::peerVerifyError")]
    public event EventHandler<PeerVerifyErrorEventArgs> PeerVerifyError
    {
        add => _signals.PeerVerifyError.Add(value);
        remove => _signals.PeerVerifyError.Remove(value);
    }

    /// <summary>
    /// All problems with the peer's identity. The connection is dropped when this returns, unless a handler calls
    /// <see cref="IgnoreSslErrors()"/>. A handler that is called later (an action of Register-ObjectEvent) is too late:
    /// use a pause instead. On a server the TLS library waits for the answer, so that the client hears why it is refused: a handler
    /// cannot wait on the socket there, and what it does to it is done afterwards.
    /// </summary>
    [QtMember("QSslSocket::sslErrors")]
    public event EventHandler<SslErrorsEventArgs> SslErrors
    {
        add => _signals.SslErrors.Add(value);
        remove => _signals.SslErrors.Remove(value);
    }

    /// <summary>The system took ciphertext.</summary>
    [QtMember("QSslSocket::encryptedBytesWritten")]
    public event EventHandler<EncryptedBytesWrittenEventArgs> EncryptedBytesWritten
    {
        add => _signals.EncryptedBytesWritten.Add(value);
        remove => _signals.EncryptedBytesWritten.Remove(value);
    }

    /// <summary>The TLS role that was entered with the last handshake; plain before. It tells the intent, <see cref="IsEncrypted"/> the
    /// result.</summary>
    [QtMember("QSslSocket::mode")]
    public SslMode Mode => _facts.Mode;

    /// <summary>True from just before <see cref="Encrypted"/> is raised until the connection ends.</summary>
    [QtMember("QSslSocket::isEncrypted")]
    public bool IsEncrypted => _facts.IsEncrypted;

    /// <summary>True while the handshake waits for a decision about the peer's errors (<see cref="QAbstractSocket.PauseMode"/>).</summary>
    public bool IsPaused => _phase == HandshakePhase.Paused;

    /// <summary>How long a pause may last, in milliseconds; the peer is dropped after it. -1 (the default) is no limit.</summary>
    public int PauseTimeout { get; set; } = -1;

    /// <summary>The negotiated protocol version; unknown without a TLS session.</summary>
    [QtMember("QSslSocket::sessionProtocol")]
    public SslProtocol SessionProtocol => _facts.Protocol;

    /// <summary>The negotiated cipher suite; null cipher without a TLS session.</summary>
    [QtMember("QSslSocket::sessionCipher")]
    public QSslCipher SessionCipher => _facts.Cipher;

    /// <summary>The application protocol agreed on (ALPN); null when none was.</summary>
    [QtMember("QSslConfiguration::nextNegotiatedProtocol")]
    public string? NextNegotiatedProtocol => _facts.ApplicationProtocol;

    /// <summary>The peer's own certificate; a null certificate when it sent none. Kept until the next connection.</summary>
    [QtMember("QSslSocket::peerCertificate")]
    public QSslCertificate PeerCertificate => PeerCertificateChain is [QSslCertificate leaf, ..] ? leaf : new();

    /// <summary>The peer's certificates as sent, leaf first. Kept until the next connection.</summary>
    [QtMember("QSslSocket::peerCertificateChain")]
    public IReadOnlyList<QSslCertificate> PeerCertificateChain => _facts.PeerChain;

    /// <summary>The path that was built from the peer's certificate towards a trusted root, leaf first. Kept until the next
    /// connection.</summary>
    public IReadOnlyList<QSslCertificate> VerifiedCertificateChain => _facts.VerifiedChain;

    /// <summary>What <see cref="SslErrors"/> told last; empty after a handshake without errors.</summary>
    [QtMember("QSslSocket::sslHandshakeErrors")]
    public IReadOnlyList<QSslError> SslHandshakeErrors => _facts.Errors;

    /// <summary>The fatal alert that ended the last handshake and who sent it; null when there was none.</summary>
    public QSslAlert? LastAlert => _facts.Alert;

    /// <summary>Name to verify the peer by and to ask for (SNI), instead of the host's; empty for the host's. Kept for later
    /// connections.</summary>
    [QtMember("QSslSocket::peerVerifyName")]
    [QtMember("QSslSocket::setPeerVerifyName")]
    public string PeerVerifyName
    {
        get => _peerVerifyName;
        set => _peerVerifyName = value ?? "";
    }

    /// <summary>A copy of the configuration with the session's facts; setting it copies, for the next handshake.</summary>
    [QtMember("QSslSocket::sslConfiguration")]
    [QtMember("QSslSocket::setSslConfiguration")]
    public QSslConfiguration SslConfiguration
    {
        get
        {
            QSslConfiguration copy = _configuration.Copy();
            TlsSessionFacts facts = _facts;
            copy.PeerCertificate = facts.PeerChain is [QSslCertificate leaf, ..] ? leaf : new();
            copy.PeerCertificateChain = facts.PeerChain;
            copy.SessionCipher = facts.Cipher;
            copy.SessionProtocol = facts.Protocol;
            copy.NextNegotiatedProtocol = facts.ApplicationProtocol;
            copy.NextProtocolNegotiationStatus = facts.NegotiationStatus;
            copy.EphemeralServerKey = facts.Negotiated.EphemeralServerKey.Value;
            return copy;
        }
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _configuration = value.Copy();
        }
    }

    /// <summary>The protocol versions to offer, for the next handshake.</summary>
    [QtMember("QSslSocket::protocol")]
    [QtMember("QSslSocket::setProtocol")]
    public SslProtocol Protocol
    {
        get => _configuration.Protocol;
        set => _configuration.Protocol = value;
    }

    /// <summary>Whether the peer must identify itself, for the next handshake.</summary>
    [QtMember("QSslSocket::peerVerifyMode")]
    [QtMember("QSslSocket::setPeerVerifyMode")]
    public PeerVerifyMode PeerVerifyMode
    {
        get => _configuration.PeerVerifyMode;
        set => _configuration.PeerVerifyMode = value;
    }

    /// <summary>The longest chain that is checked, in certificates; 0 for no limit. Negative is ignored with a warning.</summary>
    [QtMember("QSslSocket::peerVerifyDepth")]
    [QtMember("QSslSocket::setPeerVerifyDepth")]
    public int PeerVerifyDepth
    {
        get => _configuration.PeerVerifyDepth;
        set => _configuration.PeerVerifyDepth = value;
    }

    /// <summary>This side's certificate, for the next handshake; setting it makes a chain of one.</summary>
    [QtMember("QSslSocket::localCertificate")]
    [QtMember("QSslSocket::setLocalCertificate")]
    public QSslCertificate LocalCertificate
    {
        get => _configuration.LocalCertificate;
        set => _configuration.LocalCertificate = value;
    }

    /// <summary>This side's certificates, leaf first, for the next handshake.</summary>
    [QtMember("QSslSocket::localCertificateChain")]
    [QtMember("QSslSocket::setLocalCertificateChain")]
    public QSslCertificate[] LocalCertificateChain
    {
        get => _configuration.LocalCertificateChain;
        set => _configuration.LocalCertificateChain = value;
    }

    /// <summary>The key that belongs to <see cref="LocalCertificate"/>.</summary>
    [QtMember("QSslSocket::privateKey")]
    [QtMember("QSslSocket::setPrivateKey")]
    public QSslKey PrivateKey
    {
        get => _configuration.PrivateKey;
        set => _configuration.PrivateKey = value;
    }

    /// <summary>Ciphertext made and not yet taken by the system, in bytes.</summary>
    [QtMember("QSslSocket::encryptedBytesToWrite")]
    public long EncryptedBytesToWrite => _channel?.CiphertextPending ?? 0;

    /// <summary>Always 0: ciphertext stays in the system until it is decrypted.</summary>
    [QtMember("QSslSocket::encryptedBytesAvailable")]
    public long EncryptedBytesAvailable => 0;
}
