using System.Diagnostics;
using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

// TLS beyond certificates: alerts, pre-shared keys, sessions, and negotiated values.
public partial class QSslSocket
{
    /// <summary>
    /// The handshake needs a pre-shared key. The handler must fill the authenticator before it returns. The TLS library waits meanwhile, so
    /// a handler must not wait on the socket, and its changes to the socket take effect afterwards. While the event has a listener, suites
    /// with a pre-shared key (TLS 1.2) and external keys (TLS 1.3) are offered and accepted.
    /// </summary>
    [QtMember("QSslSocket::preSharedKeyAuthenticationRequired")]
    public event EventHandler<PreSharedKeyAuthenticationRequiredEventArgs> PreSharedKeyAuthenticationRequired
    {
        add => _signals.PreSharedKeyAuthenticationRequired.Add(value);
        remove => _signals.PreSharedKeyAuthenticationRequired.Remove(value);
    }

    /// <summary>
    /// The server issued a session to resume (TLS 1.3, on a client with <see cref="SslOption.DisableSessionPersistence"/> off). The session
    /// is the <see cref="QSslConfiguration.SessionTicket"/> of <see cref="SslConfiguration"/>. The event can occur several times.
    /// </summary>
    [QtMember("QSslSocket::newSessionTicketReceived")]
    public event EventHandler<SignalEventArgs> NewSessionTicketReceived
    {
        add => _signals.NewSessionTicketReceived.Add(value);
        remove => _signals.NewSessionTicketReceived.Remove(value);
    }

    /// <summary>This side sent an alert.</summary>
    [QtMember("QSslSocket::alertSent")]
    public event EventHandler<AlertEventArgs> AlertSent
    {
        add => _signals.AlertSent.Add(value);
        remove => _signals.AlertSent.Remove(value);
    }

    /// <summary>The peer sent an alert.</summary>
    [QtMember("QSslSocket::alertReceived")]
    public event EventHandler<AlertEventArgs> AlertReceived
    {
        add => _signals.AlertReceived.Add(value);
        remove => _signals.AlertReceived.Remove(value);
    }

    /// <summary>
    /// A problem with the peer's chain interrupted the handshake (<see cref="QSslConfiguration.HandshakeMustInterruptOnError"/>). The peer
    /// is refused with an alert unless a handler calls <see cref="ContinueInterruptedHandshake"/> before it returns. To continue does not
    /// accept the problem: <see cref="SslErrors"/> reports it again. A handler cannot wait on a server's socket.
    /// </summary>
    [QtMember("QSslSocket::handshakeInterruptedOnError")]
    public event EventHandler<HandshakeInterruptedOnErrorEventArgs> HandshakeInterruptedOnError
    {
        add => _signals.HandshakeInterruptedOnError.Add(value);
        remove => _signals.HandshakeInterruptedOnError.Remove(value);
    }

    /// <summary>The server's stapled OCSP response (<see cref="QSslConfiguration.OcspStaplingEnabled"/>), or empty if there is none. The
    /// value is kept until the next connection.</summary>
    [QtMember("QSslSocket::ocspResponses")]
    public IReadOnlyList<QOcspResponse> OcspResponses => _facts.OcspResponses;

    /// <summary>True if the session was resumed. The peer presented no certificate on this connection, and was verified by its earlier
    /// certificate.</summary>
    public bool IsSessionReused => _facts.Negotiated.IsResumed;

    /// <summary>True if a pre-shared key, and not a certificate, authenticates the connection.</summary>
    public bool UsesPreSharedKey => _facts.Negotiated.UsedPreSharedKey;

    /// <summary>The group of the key exchange by the library's name, such as x25519, or empty if there is none.</summary>
    public string NegotiatedGroup => _facts.Negotiated.Group;

    /// <summary>The algorithm that the peer proved its identity with, by the library's name, such as id-ecPublicKey+SHA256, or empty if
    /// there is none.</summary>
    public string PeerSignatureAlgorithm => _facts.Negotiated.PeerSignatureAlgorithm;

    /// <summary>
    /// On a client, the distinguished names of the authorities whose client certificates the server accepts. The list is empty if the
    /// server named none or did not request a certificate. It is available when the peer is verified.
    /// </summary>
    public IReadOnlyList<string> PeerCertificateAuthorities => _facts.Negotiated.CertificateAuthorities;

    /// <summary>On a client, true if the server requested a certificate. In TLS 1.3, the backends of the platform do not report
    /// this.</summary>
    internal bool CertificateRequested => _facts.Negotiated.CertificateRequested;

    /// <summary>The size of the finite field of the key exchange in bits, or 0 if there was none or the size is unknown.</summary>
    internal int FiniteFieldBits => _facts.Negotiated.FiniteFieldBits;

    /// <summary>
    /// The messages of the connection's handshake and after it, in order, if <see cref="QSslConfiguration.RecordsHandshakeMessages"/> is
    /// on. They are kept until the next connection.
    /// </summary>
    public IReadOnlyList<QSslHandshakeMessage> HandshakeMessages => _facts.Messages;

    /// <summary>On a server, the name that the client requested (SNI), or empty if it requested none.</summary>
    public string RequestedServerName => _facts.Negotiated.RequestedServerName;

    /// <summary>Continues the handshake. Valid only within a handler of <see cref="HandshakeInterruptedOnError"/>.</summary>
    [QtMember("QSslSocket::continueInterruptedHandshake")]
    public void ContinueInterruptedHandshake() => Strand.Apply(() => _decision.Continue());

    /// <summary>Derives keys for other uses from the connection's secret (RFC 5705). Both sides derive the same keys.</summary>
    /// <param name="label">The label, which is registered or private to the application.</param>
    /// <param name="length">The number of bytes, 1 to 65535.</param>
    /// <param name="context">The context, or null for none. In TLS 1.2, null differs from empty.</param>
    /// <exception cref="InvalidOperationException">The connection is not encrypted, or another thread is driving it.</exception>
    /// <exception cref="NotSupportedException">The backend does not support this.</exception>
    public byte[] ExportKeyingMaterial(string label, int length, byte[]? context = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, ushort.MaxValue);
        byte[] material = [];
        RunExclusive(() =>
        {
            if (!IsEncrypted || _channel is null)
                throw new InvalidOperationException("Keying material can be exported from an encrypted connection only.");
            material = _channel.Engine.ExportKeyingMaterial(label, context, length);
        });
        return material;
    }

    /// <summary>The next handshake is sent in packets of the Tabular Data Stream.</summary>
    internal bool WrapsHandshake { get; set; }

    /// <summary>Raises the events of the engine's last call: sent ciphertext, alerts, and sessions to resume.</summary>
    /// <returns>True if ciphertext was sent.</returns>
    private bool RaiseEngineEvents()
    {
        Debug.Assert(Strand.IsOwner);
        TlsChannel channel = _channel!;
        long sent = channel.TakeSent();
        if (sent > 0 && _signals.EncryptedBytesWritten.HasSubscribers)
            Strand.Queue(_signals.EncryptedBytesWritten, new(sent));
        if (channel.Engine.Renegotiations > channel.RenegotiationsTold)
            NoteRenegotiation(channel);
        while (channel.Engine.TakeAlert() is { } alert)
        {
            Trace?.Alert(alert.IsFromPeer, alert.Level, alert.Type);
            Strand.Queue(alert.IsFromPeer ? _signals.AlertReceived : _signals.AlertSent,
                new(alert.Level, alert.Type, alert.Description));
            if (!alert.IsFromPeer && alert.Type == AlertType.NoRenegotiation && Mode == SslMode.SslClientMode)
                WarnOfRenegotiation(channel);
        }
        while (channel.Engine.TakeSession() is { } session)
        {
            _facts = _facts with { SessionsReceived = _facts.SessionsReceived + 1 };
            Change(configuration =>
            {
                configuration.SessionTicket = OwnedSession.Of(session.Ticket, channel.Configuration).Encode();
                configuration.SessionTicketLifeTimeHint = session.LifetimeHint;
            });
            // Before TLS 1.3 the session is there when the handshake is done, and is not reported by itself.
            if (SessionProtocol == SslProtocol.TlsV1_3)
                Strand.Queue(_signals.NewSessionTicketReceived, new(), conditional: true);
        }
        return sent > 0;
    }

    /// <summary>An earlier session, if there is one and its peer would still be accepted.</summary>
    private TlsResumption? FindResumption(TlsBackend backend, QSslConfiguration configuration)
    {
        byte[] given = configuration.SessionTicket;
        // A resumed handshake brings no proof that the certificate was not revoked: who insists on it makes a full one.
        if (given.Length == 0 || configuration.OcspStaplingEnabled)
            return null;
        if (configuration.TestSslOption(SslOption.DisableSessionPersistence))
        {
            Warn("QSslSocket: a SessionTicket is set and not used, because DisableSessionPersistence is on.");
            return null;
        }
        OwnedSession? session = OwnedSession.Decode(given);
        if (session?.BelongsTo(configuration) == false)
        {
            Warn("QSslSocket: the session is not resumed, because it was made with another LocalCertificate: the server would go on "
                + "taking this side for that one.");
            return null;
        }
        if (session is null || backend.InspectSession(session.Ticket, configuration) is not { } peer)
        {
            Warn("QSslSocket: the SessionTicket cannot be read; a full handshake is made.");
            return null;
        }
        IReadOnlyList<QSslError> errors = PeerVerification.Evaluate(peer, configuration, SslMode.SslClientMode, VerifyHost).Errors;
        if (errors.Count == 0 || !PeerVerification.VerifiesPeer(configuration.PeerVerifyMode, SslMode.SslClientMode)
            || AreIgnored(errors))
            return new(session.Ticket, peer);
        Warn($"QSslSocket: the session is not resumed, because its peer would not be accepted today: {errors[0].ErrorString}");
        return null;
    }
}
