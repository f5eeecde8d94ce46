using QSslCore.Sockets;
using QSslCore.Sockets.Native;
using QSslCore.Tls;

namespace QSslCore;

/// <summary>A TCP socket that can be encrypted with TLS, as a client or as a server.</summary>
/// <remarks>
/// <para>To encrypt immediately, use <see cref="ConnectToHostEncrypted(string, int, OpenMode, NetworkLayerProtocol)"/>. To encrypt later,
/// connect without encryption and then call <see cref="StartClientEncryption"/>, or <see cref="StartServerEncryption"/> on an accepted
/// socket. Data can be written before the handshake completes. It is sent encrypted afterwards.</para>
/// <para>The peer's identity is verified before this side sends any credentials. If the peer is not accepted, the connection is dropped
/// unless the errors are ignored: in a handler of <see cref="SslErrors"/>, by a list that was set before, or in a pause
/// (<see cref="QAbstractSocket.PauseMode"/>).</para>
/// </remarks>
[QtMember("QSslSocket")]
public partial class QSslSocket : QTcpSocket
{
    private readonly TlsBackend? _givenBackend;
    private readonly TlsSignals _signals;
    
    /// <summary>Never changed in place: a handshake, and a server's other sockets, may use the same object.</summary>
    private volatile QSslConfiguration _configuration = QSslConfiguration.DefaultForNewSockets;

    private volatile TlsSessionFacts _facts = TlsSessionFacts.None;

    /// <summary>Creates a socket with the default configuration that is not connected.</summary>
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

    /// <summary>The handshake completed and the peer was accepted. <see cref="IsEncrypted"/> is already true.</summary>
    [QtMember("QSslSocket::encrypted")]
    public event EventHandler<SignalEventArgs> Encrypted
    {
        add => _signals.Encrypted.Add(value);
        remove => _signals.Encrypted.Remove(value);
    }

    /// <summary>A handshake starts and sets the TLS role.</summary>
    [QtMember("QSslSocket::modeChanged")]
    public event EventHandler<ModeChangedEventArgs> ModeChanged
    {
        add => _signals.ModeChanged.Add(value);
        remove => _signals.ModeChanged.Remove(value);
    }

    /// <summary>A single problem with the peer's identity, reported early. A handler can abort the connection.</summary>
    [QtMember("QSslSocket::peerVerifyError")]
    public event EventHandler<PeerVerifyErrorEventArgs> PeerVerifyError
    {
        add => _signals.PeerVerifyError.Add(value);
        remove => _signals.PeerVerifyError.Remove(value);
    }

    /// <summary>
    /// All problems with the peer's identity. The connection is dropped when the handlers return, unless one of them calls
    /// <see cref="IgnoreSslErrors()"/>. A handler that runs later (an action of Register-ObjectEvent) is too late. Use a pause instead. On
    /// a server, the TLS library waits for the answer, so that the client receives the reason. A handler there cannot wait on the socket,
    /// and its changes to the socket take effect afterwards.
    /// </summary>
    [QtMember("QSslSocket::sslErrors")]
    public event EventHandler<SslErrorsEventArgs> SslErrors
    {
        add => _signals.SslErrors.Add(value);
        remove => _signals.SslErrors.Remove(value);
    }

    /// <summary>The system accepted ciphertext for sending.</summary>
    [QtMember("QSslSocket::encryptedBytesWritten")]
    public event EventHandler<EncryptedBytesWrittenEventArgs> EncryptedBytesWritten
    {
        add => _signals.EncryptedBytesWritten.Add(value);
        remove => _signals.EncryptedBytesWritten.Remove(value);
    }

    /// <summary>The TLS role of the last handshake, or plain before the first one. It shows the intent. <see cref="IsEncrypted"/> shows the
    /// result.</summary>
    [QtMember("QSslSocket::mode")]
    public SslMode Mode => _facts.Mode;

    /// <summary>True from just before <see cref="Encrypted"/> is raised until the connection ends.</summary>
    [QtMember("QSslSocket::isEncrypted")]
    public bool IsEncrypted => _facts.IsEncrypted;

    /// <summary>True while the handshake waits for a decision about the peer's errors (<see cref="QAbstractSocket.PauseMode"/>).</summary>
    public bool IsPaused => _phase == HandshakePhase.Paused;

    /// <summary>The maximum duration of a pause, in milliseconds. The connection is dropped when it times out. The default of -1 means no
    /// limit.</summary>
    public int PauseTimeout { get; set; } = -1;

    /// <summary>The negotiated protocol version, or unknown without a TLS session.</summary>
    [QtMember("QSslSocket::sessionProtocol")]
    public SslProtocol SessionProtocol => _facts.Protocol;

    /// <summary>The negotiated cipher suite, or a null cipher without a TLS session.</summary>
    [QtMember("QSslSocket::sessionCipher")]
    public QSslCipher SessionCipher => _facts.Cipher;

    /// <summary>The negotiated application protocol (ALPN), or null if there is none.</summary>
    [QtMember("QSslConfiguration::nextNegotiatedProtocol")]
    public string? NextNegotiatedProtocol => _facts.ApplicationProtocol;

    /// <summary>The peer's own certificate, or a null certificate if it sent none. The value is kept until the next connection.</summary>
    [QtMember("QSslSocket::peerCertificate")]
    public QSslCertificate PeerCertificate => PeerCertificateChain is [QSslCertificate leaf, ..] ? leaf : new();

    /// <summary>The peer's certificates in the order in which it sent them, leaf first. The value is kept until the next
    /// connection.</summary>
    [QtMember("QSslSocket::peerCertificateChain")]
    public IReadOnlyList<QSslCertificate> PeerCertificateChain => _facts.PeerChain;

    /// <summary>The verified path from the peer's certificate towards a trusted root, leaf first. The value is kept until the next
    /// connection.</summary>
    public IReadOnlyList<QSslCertificate> VerifiedCertificateChain => _facts.VerifiedChain;

    /// <summary>The errors that <see cref="SslErrors"/> reported last, or empty after a handshake without errors.</summary>
    [QtMember("QSslSocket::sslHandshakeErrors")]
    public IReadOnlyList<QSslError> SslHandshakeErrors => _facts.Errors;

    /// <summary>The fatal alert that ended the last handshake, and the side that sent it, or null if there was none.</summary>
    public QSslAlert? LastAlert => _facts.Alert;

    /// <summary>The name to verify the peer against and to send as SNI, instead of the host's. Empty means the host's name. The value also
    /// applies to later connections.</summary>
    [QtMember("QSslSocket::peerVerifyName")]
    [QtMember("QSslSocket::setPeerVerifyName")]
    public string PeerVerifyName
    {
        get => _peerVerifyHost.Name;
        set => _peerVerifyHost = string.IsNullOrEmpty(value) ? PeerHost.None : PeerHost.Parse(value);
    }

    /// <summary>A copy of the configuration with the values of the session. The setter copies the value for the next handshake.</summary>
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
            copy.EphemeralServerKeyOnDemand = facts.Negotiated.EphemeralServerKey;
            return copy;
        }
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Share(value.Copy());
        }
    }

    /// <summary>Takes over a configuration that is never changed again.</summary>
    internal void Share(QSslConfiguration configuration)
    {
        lock (_signals)
            _configuration = configuration;
    }

    /// <summary>Any thread may change one setting while another one does, or a session arrives.</summary>
    private void Change(Action<QSslConfiguration> change)
    {
        lock (_signals)
        {
            QSslConfiguration copy = _configuration.Copy();
            change(copy);
            _configuration = copy;
        }
    }

    /// <summary>The protocol versions to offer, for the next handshake.</summary>
    [QtMember("QSslSocket::protocol")]
    [QtMember("QSslSocket::setProtocol")]
    public SslProtocol Protocol
    {
        get => _configuration.Protocol;
        set => Change(configuration => configuration.Protocol = value);
    }

    /// <summary>Whether the peer must identify itself in the next handshake.</summary>
    [QtMember("QSslSocket::peerVerifyMode")]
    [QtMember("QSslSocket::setPeerVerifyMode")]
    public PeerVerifyMode PeerVerifyMode
    {
        get => _configuration.PeerVerifyMode;
        set => Change(configuration => configuration.PeerVerifyMode = value);
    }

    /// <summary>The maximum length of a chain, in certificates. The value 0 means no limit. A negative value is ignored with a
    /// warning.</summary>
    [QtMember("QSslSocket::peerVerifyDepth")]
    [QtMember("QSslSocket::setPeerVerifyDepth")]
    public int PeerVerifyDepth
    {
        get => _configuration.PeerVerifyDepth;
        set => Change(configuration => configuration.PeerVerifyDepth = value);
    }

    /// <summary>This side's certificate for the next handshake. The setter creates a chain of one certificate.</summary>
    [QtMember("QSslSocket::localCertificate")]
    [QtMember("QSslSocket::setLocalCertificate")]
    public QSslCertificate LocalCertificate
    {
        get => _configuration.LocalCertificate;
        set => Change(configuration => configuration.LocalCertificate = value);
    }

    /// <summary>This side's certificates for the next handshake, leaf first.</summary>
    [QtMember("QSslSocket::localCertificateChain")]
    [QtMember("QSslSocket::setLocalCertificateChain")]
    public QSslCertificate[] LocalCertificateChain
    {
        get => _configuration.LocalCertificateChain;
        set => Change(configuration => configuration.LocalCertificateChain = value);
    }

    /// <summary>The key that belongs to <see cref="LocalCertificate"/>.</summary>
    [QtMember("QSslSocket::privateKey")]
    [QtMember("QSslSocket::setPrivateKey")]
    public QSslKey PrivateKey
    {
        get => _configuration.PrivateKey;
        set => Change(configuration => configuration.PrivateKey = value);
    }

    /// <summary>The amount of ciphertext that the system has not taken yet, in bytes.</summary>
    [QtMember("QSslSocket::encryptedBytesToWrite")]
    public long EncryptedBytesToWrite => _channel?.CiphertextPending ?? 0;

    /// <summary>Always 0, because ciphertext stays in the system until it is decrypted.</summary>
    [QtMember("QSslSocket::encryptedBytesAvailable")]
    public long EncryptedBytesAvailable => 0;
}
