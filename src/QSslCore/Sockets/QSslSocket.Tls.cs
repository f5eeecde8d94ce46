using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

/// <content>What TLS tells and asks beyond certificates: alerts, pre-shared keys, sessions, what was agreed on.</content>
public partial class QSslSocket
{
    private const int MostMessagesKept = 256;

    private readonly Signal<PreSharedKeyAuthenticationRequiredEventArgs> _preSharedKeyAuthenticationRequired;
    private readonly Signal<SignalEventArgs> _newSessionTicketReceived;
    private readonly Signal<AlertEventArgs> _alertSent;
    private readonly Signal<AlertEventArgs> _alertReceived;
    private readonly Signal<HandshakeInterruptedOnErrorEventArgs> _handshakeInterruptedOnError;
    private TlsFacts _facts = TlsFacts.None;
    private volatile QSslHandshakeMessage[] _messages = [];
    private long _handshakeStarted;
    private int _sessionsGiven;
    private bool _continued;
    private bool _refusedAtOnce;

    /// <summary>
    /// The handshake needs a pre-shared key: fill the authenticator before the handler returns. The TLS library waits meanwhile:
    /// a handler may not wait on the socket, and what it does to it is done afterwards. While anybody listens, suites with a
    /// pre-shared key (TLS 1.2) and external keys (TLS 1.3) are offered and accepted.
    /// </summary>
    [QtMember("QSslSocket::preSharedKeyAuthenticationRequired")]
    public event EventHandler<PreSharedKeyAuthenticationRequiredEventArgs> PreSharedKeyAuthenticationRequired
    {
        add => _preSharedKeyAuthenticationRequired.Add(value);
        remove => _preSharedKeyAuthenticationRequired.Remove(value);
    }

    /// <summary>
    /// The server gave a session to resume (TLS 1.3, on a client with <see cref="SslOption.DisableSessionPersistence"/> off):
    /// <see cref="SslConfiguration"/> has it as its <see cref="QSslConfiguration.SessionTicket"/>. It may come several times.
    /// </summary>
    [QtMember("QSslSocket::newSessionTicketReceived")]
    public event EventHandler<SignalEventArgs> NewSessionTicketReceived
    {
        add => _newSessionTicketReceived.Add(value);
        remove => _newSessionTicketReceived.Remove(value);
    }

    /// <summary>This side sent an alert.</summary>
    [QtMember("QSslSocket::alertSent")]
    public event EventHandler<AlertEventArgs> AlertSent
    {
        add => _alertSent.Add(value);
        remove => _alertSent.Remove(value);
    }

    /// <summary>The peer sent an alert.</summary>
    [QtMember("QSslSocket::alertReceived")]
    public event EventHandler<AlertEventArgs> AlertReceived
    {
        add => _alertReceived.Add(value);
        remove => _alertReceived.Remove(value);
    }

    /// <summary>
    /// A problem with the peer's chain has interrupted the handshake (<see cref="QSslConfiguration.HandshakeMustInterruptOnError"/>).
    /// Unless a handler calls <see cref="ContinueInterruptedHandshake"/> before it returns, the peer is refused with an alert.
    /// Continuing accepts nothing: the problem comes again with <see cref="SslErrors"/>. A handler cannot wait on a server's socket.
    /// </summary>
    [QtMember("QSslSocket::handshakeInterruptedOnError")]
    public event EventHandler<HandshakeInterruptedOnErrorEventArgs> HandshakeInterruptedOnError
    {
        add => _handshakeInterruptedOnError.Add(value);
        remove => _handshakeInterruptedOnError.Remove(value);
    }

    /// <summary>What the server's stapled OCSP response says (<see cref="QSslConfiguration.OcspStaplingEnabled"/>); empty without one. Kept
    /// until the next connection.</summary>
    [QtMember("QSslSocket::ocspResponses")]
    public IReadOnlyList<QOcspResponse> OcspResponses { get; private set; } = [];

    /// <summary>The session was resumed: the peer showed no certificate on this connection, and was verified by the one it showed
    /// before.</summary>
    public bool IsSessionReused => _facts.IsResumed;

    /// <summary>The connection is authenticated by a pre-shared key, and not by a certificate.</summary>
    public bool UsesPreSharedKey => _facts.UsedPreSharedKey;

    /// <summary>The group of the key exchange, by the library's name, such as x25519; empty without one.</summary>
    public string NegotiatedGroup => _facts.Group;

    /// <summary>The algorithm that the peer proved its identity with, by the library's name, such as id-ecPublicKey+SHA256; empty without
    /// one.</summary>
    public string PeerSignatureAlgorithm => _facts.PeerSignatureAlgorithm;

    /// <summary>
    /// On a client, the distinguished names of the authorities whose certificates the server said it takes from clients; empty
    /// when it named none or did not ask. Known when the peer is judged.
    /// </summary>
    public IReadOnlyList<string> PeerCertificateAuthorities => _facts.CertificateAuthorities;

    /// <summary>On a client, the server asked for a certificate. In TLS 1.3 the platform's backends do not tell.</summary>
    internal bool CertificateRequested => _facts.CertificateRequested;

    /// <summary>The size of the finite field of the key exchange, in bits; 0 where there was none, or it is not known.</summary>
    internal int FiniteFieldBits => _facts.FiniteFieldBits > 0 ? _facts.FiniteFieldBits
        : _facts.EphemeralServerKey.Value is { Algorithm: KeyAlgorithm.Dh } key ? key.Length : 0;

    /// <summary>
    /// The messages of the connection's handshake and after it, in order, where
    /// <see cref="QSslConfiguration.RecordsHandshakeMessages"/> is on; kept until the next connection.
    /// </summary>
    public IReadOnlyList<QSslHandshakeMessage> HandshakeMessages => _messages;

    /// <summary>On a server, the name that the client asked for (SNI); empty when it asked for none.</summary>
    public string RequestedServerName => _facts.RequestedServerName;

    /// <summary>Goes on with the handshake; only within a handler of <see cref="HandshakeInterruptedOnError"/>.</summary>
    [QtMember("QSslSocket::continueInterruptedHandshake")]
    public void ContinueInterruptedHandshake() => _continued = true;

    /// <summary>Derives keys for use elsewhere from the connection's secret (RFC 5705), equal on both sides.</summary>
    /// <param name="label">What they are for, as registered or private to the application.</param>
    /// <param name="length">How many bytes, 1 to 65535.</param>
    /// <param name="context">Further distinction; null for none, which differs from empty with TLS 1.2.</param>
    /// <exception cref="InvalidOperationException">The connection is not encrypted, or another thread drives it just now.</exception>
    /// <exception cref="NotSupportedException">The backend cannot.</exception>
    public byte[] ExportKeyingMaterial(string label, int length, byte[]? context = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, ushort.MaxValue);
        byte[] material = [];
        RunExclusive(() =>
        {
            if (!IsEncrypted || _engine is null)
                throw new InvalidOperationException("Keying material can be exported from an encrypted connection only.");
            material = _engine.ExportKeyingMaterial(label, context, length);
        });
        return material;
    }

    /// <summary>The next handshake travels in packets of the Tabular Data Stream.</summary>
    internal bool WrapsHandshake { get; set; }

    /// <summary>Tells of what happened in the last call of the engine: alerts, and sessions to resume.</summary>
    private void TellNews()
    {
        while (_engine?.TakeAlert() is { } alert)
            Strand.Queue(alert.IsFromPeer ? _alertReceived : _alertSent, new(alert.Level, alert.Type, alert.Description));
        while (_engine?.TakeSession() is { } session)
        {
            _sessionsGiven++;
            _configuration.SessionTicket = OwnedSession.Of(session.Ticket, _handshakeConfiguration!).Encode();
            _configuration.SessionTicketLifeTimeHint = session.LifetimeHint;
            // Before TLS 1.3 the session is there when the handshake is done, and nothing is told apart.
            if (SessionProtocol == SslProtocol.TlsV1_3)
                Strand.Queue(_newSessionTicketReceived, new(), conditional: true);
        }
    }

    /// <summary>An earlier session, if there is one and its peer would be accepted today.</summary>
    private TlsResumption? FindResumption(TlsBackend backend)
    {
        byte[] given = _handshakeConfiguration!.SessionTicket;
        // A resumed handshake brings no proof that the certificate was not revoked: who insists on it makes a full one.
        if (given.Length == 0 || _handshakeConfiguration.OcspStaplingEnabled)
            return null;
        if (_handshakeConfiguration.TestSslOption(SslOption.DisableSessionPersistence))
        {
            Warn("QSslSocket: a SessionTicket is set and not used, because DisableSessionPersistence is on.");
            return null;
        }
        OwnedSession? session = OwnedSession.Decode(given);
        if (session?.BelongsTo(_handshakeConfiguration) == false)
        {
            Warn("QSslSocket: the session is not resumed, because it was made with another LocalCertificate: the server would go on "
                + "taking this side for that one.");
            return null;
        }
        if (session is null || backend.InspectSession(session.Ticket, _handshakeConfiguration) is not { } peer)
        {
            Warn("QSslSocket: the SessionTicket cannot be read; a full handshake is made.");
            return null;
        }
        IReadOnlyList<QSslError> errors = PeerVerification.Evaluate(peer, _handshakeConfiguration, SslMode.SslClientMode,
            VerifyName).Errors;
        if (errors.Count == 0 || !PeerVerification.VerifiesPeer(_handshakeConfiguration.PeerVerifyMode, SslMode.SslClientMode)
            || AreIgnored(errors))
            return new(session.Ticket, peer);
        Warn($"QSslSocket: the session is not resumed, because its peer would not be accepted today: {errors[0].ErrorString}");
        return null;
    }

    /// <summary>The engine's questions, for one handshake; it must not know the socket's private side.</summary>
    private sealed class Questions(QSslSocket socket) : ITlsQuestions
    {
        /// <summary>A client may name thousands of keys in one message, and each question costs whoever answers: honest ones name a
        /// few.</summary>
        private const int MostKeysAskedFor = 16;

        private KeyLogFile? _keyLog;
        private TimeSpan _last;
        private int _keysAskedFor;

        public bool KnowsPreSharedKeys => socket._preSharedKeyAuthenticationRequired.HasSubscribers;

        public void AskPreSharedKey(QSslPreSharedKeyAuthenticator authenticator)
        {
            if (_keysAskedFor++ < MostKeysAskedFor)
                socket.Strand.RaiseWithinStep(socket._preSharedKeyAuthenticationRequired, new(authenticator));
        }

        public SslErrorCode? RefusalOf(TlsPeer peer)
        {
            SslErrorCode? refusal = socket.RefuseWithinStep(peer);
            socket._refusedAtOnce = refusal is not null;
            return refusal;
        }

        public void TellMessage(bool isSent, int contentType, ReadOnlySpan<byte> message)
        {
            // A peer that floods is not remembered for it.
            if (socket._messages.Length >= MostMessagesKept)
                return;
            TimeSpan elapsed = socket.Time.GetElapsedTime(socket._handshakeStarted);
            (string name, TlsHandshakePhase phase) = TlsMessages.Describe(contentType, message, socket.IsEncrypted);
            // Readers on other threads see the one array or the other.
            socket._messages = [.. socket._messages, new(isSent, name, phase, elapsed, elapsed - _last, message.ToArray())];
            _last = elapsed;
        }

        public void Warn(string message) => socket.Warn(message);

        public void LogKey(string line)
        {
            QSslConfiguration? configuration = socket._handshakeConfiguration;
            configuration?.KeyLogCallback?.Invoke(line);
            if (configuration?.KeyLogFile is { Length: > 0 } file)
                (_keyLog ??= new(file, socket.Warn)).Append(line);
        }
    }
}
