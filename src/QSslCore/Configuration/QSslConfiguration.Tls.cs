namespace QSslCore;

// Features of TLS beyond certificates and ciphers.
public sealed partial class QSslConfiguration
{
    private static readonly Lazy<QSslKey> s_noKey = new(QSslKey.Null);

    private byte[] _sessionTicket = [];
    private byte[] _preSharedKeyIdentityHint = [];
    private byte[] _stapledOcspResponse = [];

    /// <summary>
    /// An earlier session for a client to resume, from the configuration of a socket. It contains the secret of the session, so protect it
    /// like a key.
    /// </summary>
    /// <remarks>
    /// Sessions are issued and resumed only if <see cref="SslOption.DisableSessionPersistence"/> is off. The session contains the peer's
    /// chain, which is verified again. A session is not resumed if its peer is no longer accepted. It is also not resumed if it was created
    /// with another <see cref="LocalCertificate"/>, because the server would still assume that certificate.
    /// </remarks>
    [QtMember("QSslConfiguration::sessionTicket")]
    [QtMember("QSslConfiguration::setSessionTicket")]
    public byte[] SessionTicket
    {
        get => [.. _sessionTicket];
        set => _sessionTicket = [.. value ?? []];
    }

    /// <summary>The lifetime of the session that the server announced, in seconds, or -1 if it announced none. Sockets set this
    /// value.</summary>
    [QtMember("QSslConfiguration::sessionTicketLifeTimeHint")]
    public int SessionTicketLifeTimeHint { get; internal set; } = -1;

    /// <summary>On a client, the server's ephemeral key of the connection, or a null key if there is none. Sockets set this
    /// value.</summary>
    [QtMember("QSslConfiguration::ephemeralServerKey")]
    public QSslKey EphemeralServerKey => EphemeralServerKeyOnDemand.Value;

    /// <summary>The key is encoded on its first use, because that costs as much as half of a handshake.</summary>
    internal Lazy<QSslKey> EphemeralServerKeyOnDemand { get; set; } = s_noKey;

    /// <summary>The hint that a server sends to clients about the pre-shared key to use (TLS 1.2). It contains at most 128 bytes and no
    /// zero byte.</summary>
    [QtMember("QSslConfiguration::preSharedKeyIdentityHint")]
    [QtMember("QSslConfiguration::setPreSharedKeyIdentityHint")]
    public byte[] PreSharedKeyIdentityHint
    {
        get => [.. _preSharedKeyIdentityHint];
        set => _preSharedKeyIdentityHint = [.. value ?? []];
    }

    /// <summary>
    /// Whether each problem with the peer's chain interrupts the handshake immediately (<c>HandshakeInterruptedOnError</c>). Without an
    /// answer to the event, the peer is refused with an alert.
    /// </summary>
    [QtMember("QSslConfiguration::handshakeMustInterruptOnError")]
    [QtMember("QSslConfiguration::setHandshakeMustInterruptOnError")]
    public bool HandshakeMustInterruptOnError { get; set; }

    /// <summary>
    /// Whether a client takes part when a server begins a new handshake on the established connection (TLS 1.2 and earlier), as IIS does
    /// to ask for a certificate after the request. The default is false: the server is refused, with a warning.
    /// </summary>
    /// <remarks>
    /// The server must support secure renegotiation (RFC 5746) and must show exactly the certificates that were accepted, in the same
    /// version of TLS and with the extended master secret (RFC 7627) if there was one. A connection where that is not so ends, and so does
    /// one with more than four renegotiations. Only the backend openssl supports it. In TLS 1.3 there is no renegotiation: a server asks
    /// for a certificate by a message of its own, and a client that has one answers. Not one of Qt's members.
    /// </remarks>
    public bool AllowRenegotiation { get; set; }

    /// <summary>Whether a server refuses a client without a certificate with an alert. It applies to every verify mode except
    /// VerifyNone.</summary>
    [QtMember("QSslConfiguration::missingCertificateIsFatal")]
    [QtMember("QSslConfiguration::setMissingCertificateIsFatal")]
    public bool MissingCertificateIsFatal { get; set; }

    /// <summary>Whether a client requires the server to prove that its certificate was not revoked (OCSP stapling).</summary>
    /// <remarks>
    /// The certificate's issuer, or a responder that the issuer authorized, must sign the response. Signatures and keys must be as strong
    /// as in a chain: RSA keys below 2048 bits, MD5, and SHA-1 are <see cref="SslErrorCode.OcspResponseCannotBeTrusted"/>. A critical
    /// extension that is not understood is the same error. The revocation of the responder's own certificate is not checked.
    /// </remarks>
    [QtMember("QSslConfiguration::ocspStaplingEnabled")]
    [QtMember("QSslConfiguration::setOcspStaplingEnabled")]
    public bool OcspStaplingEnabled { get; set; }

    /// <summary>On a server, the OCSP response (DER) to staple for clients that request it, or empty for none. Not one of Qt's
    /// members.</summary>
    public byte[] StapledOcspResponse
    {
        get => [.. _stapledOcspResponse];
        set => _stapledOcspResponse = [.. value ?? []];
    }

    /// <summary>
    /// The file to append the secrets of connections to (NSS key log, which Wireshark reads). The default is empty, which means none. A
    /// reader of the file can decrypt the connections. Not one of Qt's members.
    /// </summary>
    public string KeyLogFile { get; set => field = value ?? ""; } = "";

    /// <summary>
    /// Receives each line of the key log during the handshake, on the thread that drives the connection. It must return quickly and must
    /// not use the socket. The default is null. Not one of Qt's members.
    /// </summary>
    public Action<string>? KeyLogCallback { get; set; }

    /// <summary>Whether a connection keeps the messages of its handshake (<see cref="QSslSocket.HandshakeMessages"/>). Not one of Qt's
    /// members.</summary>
    public bool RecordsHandshakeMessages { get; set; }

    internal bool LogsKeys => KeyLogFile.Length > 0 || KeyLogCallback is not null;

    /// <summary>The settings that a new socket copies from the default configuration. As in Qt, these exclude the settings of a single
    /// connection or a single server.</summary>
    internal QSslConfiguration ForNewSocket()
    {
        QSslConfiguration copy = Copy();
        copy.DiffieHellmanParameters = QSslDiffieHellmanParameters.DefaultParameters;
        copy._sessionTicket = copy._preSharedKeyIdentityHint = [];
        copy.SessionTicketLifeTimeHint = -1;
        copy.EphemeralServerKeyOnDemand = s_noKey;
        copy._allowedNextProtocols = [];
        copy.NextNegotiatedProtocol = null;
        copy.NextProtocolNegotiationStatus = NextProtocolNegotiationStatus.None;
        return copy;
    }

    private void CopyTlsFrom(QSslConfiguration other)
    {
        _sessionTicket = other._sessionTicket;
        _preSharedKeyIdentityHint = other._preSharedKeyIdentityHint;
        _stapledOcspResponse = other._stapledOcspResponse;
        SessionTicketLifeTimeHint = other.SessionTicketLifeTimeHint;
        EphemeralServerKeyOnDemand = other.EphemeralServerKeyOnDemand;
        HandshakeMustInterruptOnError = other.HandshakeMustInterruptOnError;
        MissingCertificateIsFatal = other.MissingCertificateIsFatal;
        OcspStaplingEnabled = other.OcspStaplingEnabled;
        AllowRenegotiation = other.AllowRenegotiation;
        RecordsHandshakeMessages = other.RecordsHandshakeMessages;
        _serverIdentities = other._serverIdentities;
        KeyLogFile = other.KeyLogFile;
        KeyLogCallback = other.KeyLogCallback;
    }

    private bool TlsEqual(QSslConfiguration other) =>
        HandshakeMustInterruptOnError == other.HandshakeMustInterruptOnError
        && MissingCertificateIsFatal == other.MissingCertificateIsFatal
        && OcspStaplingEnabled == other.OcspStaplingEnabled
        && AllowRenegotiation == other.AllowRenegotiation
        && RecordsHandshakeMessages == other.RecordsHandshakeMessages
        && Same(_serverIdentities, other._serverIdentities)
        && KeyLogFile == other.KeyLogFile
        && KeyLogCallback == other.KeyLogCallback
        && Same(_stapledOcspResponse, other._stapledOcspResponse)
        && Same(_preSharedKeyIdentityHint, other._preSharedKeyIdentityHint);
}
