namespace QSslCore;

/// <summary>The settings of a TLS connection, and the values that its handshake produced.</summary>
/// <remarks>
/// A configuration is a value. Sockets and servers copy it, so a change here does not affect them. It is not thread-safe while it changes.
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

    /// <summary>Creates a null configuration, in which every field has its default.</summary>
    [QtMember("QSslConfiguration::QSslConfiguration")]
    public QSslConfiguration()
    {
    }

    /// <summary>True while every field has its default.</summary>
    [QtMember("QSslConfiguration::isNull")]
    public bool IsNull => SettingsEqual(new QSslConfiguration()) && PeerCertificateChain.Count == 0;

    /// <summary>The protocol version or versions to use. The default is SecureProtocols.</summary>
    [QtMember("QSslConfiguration::protocol")]
    [QtMember("QSslConfiguration::setProtocol")]
    public SslProtocol Protocol { get; set; } = SslProtocol.SecureProtocols;

    /// <summary>Whether the peer's certificate is requested and verified. The default is AutoVerifyPeer.</summary>
    [QtMember("QSslConfiguration::peerVerifyMode")]
    [QtMember("QSslConfiguration::setPeerVerifyMode")]
    public PeerVerifyMode PeerVerifyMode { get; set; } = PeerVerifyMode.AutoVerifyPeer;

    /// <summary>The maximum number of certificates to examine in a chain. The default of 0 means all. A negative value is ignored with a
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

    /// <summary>The options that are set. By default, empty fragments, legacy renegotiation, compression, and session persistence are
    /// disabled.</summary>
    public SslOption SslOptions { get; set; } = DefaultSslOptions;

    /// <summary>The application protocols to offer or accept (ALPN), in order of preference. An empty list means no negotiation.</summary>
    /// <remarks>Names are encoded as UTF-8. The handshake skips a name that is empty or longer than 255 bytes.</remarks>
    [QtMember("QSslConfiguration::allowedNextProtocols")]
    [QtMember("QSslConfiguration::setAllowedNextProtocols")]
    public string[] AllowedNextProtocols
    {
        get => [.. _allowedNextProtocols];
        set => _allowedNextProtocols = ElementsOf(value);
    }

    /// <summary>The rules for matching host names with certificates. The default is RFC 9525. Not one of Qt's members.</summary>
    public HostNameRules HostNameRules { get; set; } = HostNameRules.Rfc9525;

    /// <summary>The time at which certificates must be valid. The default of null means now. Not one of Qt's members.</summary>
    public DateTimeOffset? VerificationTime { get; set; }

    /// <summary>The name of the TLS backend to use. The default is empty, which means the backend of the process. Not one of Qt's
    /// members.</summary>
    public string Backend { get; set => field = value ?? ""; } = "";

    /// <summary>Sets or clears an option.</summary>
    [QtMember("QSslConfiguration::setSslOption")]
    public void SetSslOption(SslOption option, bool on) =>
        SslOptions = on ? SslOptions | option : SslOptions & ~option;

    /// <summary>Whether an option is set. If several are specified, whether all of them are set.</summary>
    [QtMember("QSslConfiguration::testSslOption")]
    public bool TestSslOption(SslOption option) => (SslOptions & option) == option;

    /// <summary>The cipher suites to offer or accept, in order of preference. An empty list means those of the default
    /// configuration.</summary>
    [QtMember("QSslConfiguration::ciphers")]
    [QtMember("QSslConfiguration::setCiphers")]
    public QSslCipher[] Ciphers
    {
        get => [.. _ciphers];
        set => _ciphers = ElementsOf(value);
    }

    /// <summary>Sets <see cref="Ciphers"/> by names. Names that the backend does not know are skipped.</summary>
    /// <param name="ciphers">The OpenSSL or IANA names, separated by colons.</param>
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

    /// <summary>All suites that the active backend supports, except those without authentication.</summary>
    [QtMember("QSslConfiguration::supportedCiphers")]
    public static IReadOnlyList<QSslCipher> SupportedCiphers => CipherCatalog.Supported;

    // As a precaution, null items are removed. They would cause a failure much later, in the middle of a handshake.
    private static T[] ElementsOf<T>(IEnumerable<T>? items)
        where T : class => [.. (items ?? []).Where(item => item is not null)];
}
