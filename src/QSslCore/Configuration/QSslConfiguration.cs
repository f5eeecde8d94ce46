namespace QSslCore;

/// <summary>All that is decided about a TLS connection before its handshake, and what became of it.</summary>
/// <remarks>
/// A value: sockets and servers take a copy and give a copy, so a change here reaches none of them by itself. Not
/// thread-safe while it is changed.
/// </remarks>
public sealed partial class QSslConfiguration : IEquatable<QSslConfiguration>
{
    internal const SslOption DefaultSslOptions = SslOption.DisableEmptyFragments | SslOption.DisableLegacyRenegotiation
        | SslOption.DisableCompression | SslOption.DisableSessionPersistence;

    private QSslCertificate[] _localCertificateChain = [];
    private QSslCertificate[] _caCertificates = [];
    private QSslCipher[] _ciphers = [];
    private string[] _allowedNextProtocols = [];
    private int _peerVerifyDepth;

    /// <summary>Makes a null configuration: every field has its default.</summary>
    [QtMember("QSslConfiguration::QSslConfiguration")]
    public QSslConfiguration()
    {
    }

    /// <summary>True until a field leaves its default.</summary>
    [QtMember("QSslConfiguration::isNull")]
    public bool IsNull => SettingsEqual(new QSslConfiguration()) && PeerCertificateChain.Count == 0;

    /// <summary>The protocol version or versions to ask for. SecureProtocols unless set.</summary>
    [QtMember("QSslConfiguration::protocol")]
    [QtMember("QSslConfiguration::setProtocol")]
    public SslProtocol Protocol { get; set; } = SslProtocol.SecureProtocols;

    /// <summary>Whether the peer is asked for a certificate and verified. AutoVerifyPeer unless set.</summary>
    [QtMember("QSslConfiguration::peerVerifyMode")]
    [QtMember("QSslConfiguration::setPeerVerifyMode")]
    public PeerVerifyMode PeerVerifyMode { get; set; } = PeerVerifyMode.AutoVerifyPeer;

    /// <summary>How many certificates of a chain are examined at most; 0, the default, means all. A negative number is ignored with a
    /// warning.</summary>
    [QtMember("QSslConfiguration::peerVerifyDepth")]
    [QtMember("QSslConfiguration::setPeerVerifyDepth")]
    public int PeerVerifyDepth
    {
        get => _peerVerifyDepth;
        set
        {
            if (value < 0)
            {
                QtLog.Warn($"A negative PeerVerifyDepth ({value}) is ignored.");
                return;
            }
            _peerVerifyDepth = value;
        }
    }

    /// <summary>The switches that are on. Empty fragments, legacy renegotiation, compression and session persistence are disabled unless
    /// set.</summary>
    public SslOption SslOptions { get; set; } = DefaultSslOptions;

    /// <summary>The application protocols to offer or accept (ALPN), the preferred one first; none means no negotiation.</summary>
    /// <remarks>Names are taken as UTF-8; one that is empty or longer than 255 bytes is skipped in the handshake.</remarks>
    [QtMember("QSslConfiguration::allowedNextProtocols")]
    [QtMember("QSslConfiguration::setAllowedNextProtocols")]
    public string[] AllowedNextProtocols
    {
        get => [.. _allowedNextProtocols];
        set => _allowedNextProtocols = ElementsOf(value);
    }

    /// <summary>How host names are compared with certificates. RFC 9525 unless set. Not one of Qt's members.</summary>
    public HostNameRules HostNameRules { get; set; } = HostNameRules.Rfc9525;

    /// <summary>The time at which certificates must be valid; null, the default, means now. Not one of Qt's members.</summary>
    public DateTimeOffset? VerificationTime { get; set; }

    /// <summary>The TLS backend to use, by its name; empty, the default, means the process's own. Not one of Qt's members.</summary>
    public string Backend { get; set => field = value ?? ""; } = "";

    /// <summary>Turns one switch on or off.</summary>
    [QtMember("QSslConfiguration::setSslOption")]
    public void SetSslOption(SslOption option, bool on) =>
        SslOptions = on ? SslOptions | option : SslOptions & ~option;

    /// <summary>Whether a switch is on; of several, whether all are.</summary>
    [QtMember("QSslConfiguration::testSslOption")]
    public bool TestSslOption(SslOption option) => (SslOptions & option) == option;

    /// <summary>The cipher suites to offer or accept, the preferred one first; none means the default configuration's.</summary>
    [QtMember("QSslConfiguration::ciphers")]
    [QtMember("QSslConfiguration::setCiphers")]
    public QSslCipher[] Ciphers
    {
        get => [.. _ciphers];
        set => _ciphers = ElementsOf(value);
    }

    /// <summary>Sets <see cref="Ciphers"/> by names; names that the backend does not know are dropped.</summary>
    /// <param name="ciphers">Names, OpenSSL's or IANA's, with colons between them.</param>
    [QtMember("QSslConfiguration::setCiphers")]
    public void SetCiphers(string ciphers)
    {
        ArgumentNullException.ThrowIfNull(ciphers);
        IReadOnlyList<QSslCipher> supported = SupportedCiphers;
        _ciphers = [.. ciphers
            .Split(':', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(name => CipherCatalog.Find(supported, name))
            .OfType<QSslCipher>()];
    }

    /// <summary>All suites that the active backend supports, those without authentication excepted.</summary>
    [QtMember("QSslConfiguration::supportedCiphers")]
    public static IReadOnlyList<QSslCipher> SupportedCiphers => CipherCatalog.Supported;

    // Out of caution: a null inside an array would surface much later, in the middle of a handshake.
    private static T[] ElementsOf<T>(IEnumerable<T>? items)
        where T : class => [.. (items ?? []).Where(item => item is not null)];
}
