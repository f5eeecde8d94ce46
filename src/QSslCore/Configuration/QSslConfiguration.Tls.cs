namespace QSslCore;

// Features of TLS beyond certificates and ciphers.
public sealed partial class QSslConfiguration
{
    private byte[] _sessionTicket = [];
    private byte[] _preSharedKeyIdentityHint = [];
    private byte[] _stapledOcspResponse = [];

    /// <summary>
    /// An earlier session to resume, as a socket's configuration gave it; a client's only. It holds the session's secret: keep
    /// it as you would a key.
    /// </summary>
    /// <remarks>
    /// Sessions are given out and resumed only with <see cref="SslOption.DisableSessionPersistence"/> switched off. The peer's
    /// chain is kept with the session and verified anew; a session whose peer would not be accepted today is not resumed, nor one
    /// that was made with another <see cref="LocalCertificate"/>, for which the server would go on taking this side.
    /// </remarks>
    [QtMember("QSslConfiguration::sessionTicket")]
    [QtMember("QSslConfiguration::setSessionTicket")]
    public byte[] SessionTicket
    {
        get => [.. _sessionTicket];
        set => _sessionTicket = [.. value ?? []];
    }

    /// <summary>How long the server may remember the session, in seconds, as it said; -1 when it did not. Filled by sockets.</summary>
    [QtMember("QSslConfiguration::sessionTicketLifeTimeHint")]
    public int SessionTicketLifeTimeHint { get; internal set; } = -1;

    /// <summary>The server's ephemeral key of the connection, on a client; a null key without one. Filled by sockets.</summary>
    [QtMember("QSslConfiguration::ephemeralServerKey")]
    public QSslKey EphemeralServerKey { get; internal set => field = value ?? QSslKey.Null; } = QSslKey.Null;

    /// <summary>What a server tells clients about which key they should use (TLS 1.2); bytes without a zero, 128 at the most.</summary>
    [QtMember("QSslConfiguration::preSharedKeyIdentityHint")]
    [QtMember("QSslConfiguration::setPreSharedKeyIdentityHint")]
    public byte[] PreSharedKeyIdentityHint
    {
        get => [.. _preSharedKeyIdentityHint];
        set => _preSharedKeyIdentityHint = [.. value ?? []];
    }

    /// <summary>
    /// Whether each problem with the peer's chain interrupts the handshake at once
    /// (<c>HandshakeInterruptedOnError</c>): without an answer there the peer is refused with an alert.
    /// </summary>
    [QtMember("QSslConfiguration::handshakeMustInterruptOnError")]
    [QtMember("QSslConfiguration::setHandshakeMustInterruptOnError")]
    public bool HandshakeMustInterruptOnError { get; set; }

    /// <summary>Whether a server refuses a client without a certificate with an alert; with any verify mode but VerifyNone.</summary>
    [QtMember("QSslConfiguration::missingCertificateIsFatal")]
    [QtMember("QSslConfiguration::setMissingCertificateIsFatal")]
    public bool MissingCertificateIsFatal { get; set; }

    /// <summary>Whether a client asks the server for proof that its certificate was not revoked (OCSP stapling), and insists on
    /// it.</summary>
    /// <remarks>
    /// The response must be signed by the certificate's issuer, or by a responder that the issuer has authorized. Signatures and keys must
    /// be as strong as in a chain: RSA keys of less than 2048 bits, MD5 and SHA-1 are
    /// <see cref="SslErrorCode.OcspResponseCannotBeTrusted"/>,
    /// and so is a critical extension that is not understood. Whether the responder's own certificate was revoked is not asked.
    /// </remarks>
    [QtMember("QSslConfiguration::ocspStaplingEnabled")]
    [QtMember("QSslConfiguration::setOcspStaplingEnabled")]
    public bool OcspStaplingEnabled { get; set; }

    /// <summary>On a server, the OCSP response (DER) to staple for clients that ask; empty for none. Not one of Qt's members.</summary>
    public byte[] StapledOcspResponse
    {
        get => [.. _stapledOcspResponse];
        set => _stapledOcspResponse = [.. value ?? []];
    }

    /// <summary>
    /// The file that the secrets of connections are appended to (NSS key log, which Wireshark reads); empty, the default, for
    /// none. A reader of the file can decrypt them. Not one of Qt's members.
    /// </summary>
    public string KeyLogFile { get; set => field = value ?? ""; } = "";

    /// <summary>
    /// Gets each line of the key log, on the thread that drives the connection, in the middle of its handshake: it must be quick
    /// and leave the socket alone. Null, the default, for none. Not one of Qt's members.
    /// </summary>
    public Action<string>? KeyLogCallback { get; set; }

    /// <summary>Whether a connection keeps the messages of its handshake (<see cref="QSslSocket.HandshakeMessages"/>). Not one of Qt's
    /// members.</summary>
    public bool RecordsHandshakeMessages { get; set; }

    internal bool LogsKeys => KeyLogFile.Length > 0 || KeyLogCallback is not null;

    /// <summary>What a new socket takes over from the default configuration: as in Qt not what belongs to one connection or one
    /// server.</summary>
    internal QSslConfiguration ForNewSocket()
    {
        QSslConfiguration copy = Copy();
        copy.DiffieHellmanParameters = QSslDiffieHellmanParameters.DefaultParameters;
        copy._sessionTicket = copy._preSharedKeyIdentityHint = [];
        copy.SessionTicketLifeTimeHint = -1;
        copy.EphemeralServerKey = QSslKey.Null;
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
        EphemeralServerKey = other.EphemeralServerKey;
        HandshakeMustInterruptOnError = other.HandshakeMustInterruptOnError;
        MissingCertificateIsFatal = other.MissingCertificateIsFatal;
        OcspStaplingEnabled = other.OcspStaplingEnabled;
        RecordsHandshakeMessages = other.RecordsHandshakeMessages;
        _serverIdentities = other._serverIdentities;
        KeyLogFile = other.KeyLogFile;
        KeyLogCallback = other.KeyLogCallback;
    }

    private bool TlsEqual(QSslConfiguration other) =>
        HandshakeMustInterruptOnError == other.HandshakeMustInterruptOnError
        && MissingCertificateIsFatal == other.MissingCertificateIsFatal
        && OcspStaplingEnabled == other.OcspStaplingEnabled
        && RecordsHandshakeMessages == other.RecordsHandshakeMessages
        && Same(_serverIdentities, other._serverIdentities)
        && KeyLogFile == other.KeyLogFile
        && KeyLogCallback == other.KeyLogCallback
        && Same(_stapledOcspResponse, other._stapledOcspResponse)
        && Same(_preSharedKeyIdentityHint, other._preSharedKeyIdentityHint);
}
