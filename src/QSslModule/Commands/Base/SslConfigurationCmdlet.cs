using System.Management.Automation;
using System.Security;
using QSslCore;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>The parameters of a configuration. They are the same for sockets, servers and separate configurations.</summary>
public abstract class SslConfigurationCmdlet : SslCmdlet
{
    /// <summary>The authorities to trust instead of those of the system: paths of files and folders, PEM text or certificates.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [WholeBytesTransformation]
    public object[]? CaCertificate { get; set; }

    /// <summary>The local certificate chain, leaf first: paths, PEM text, certificates, an X509Certificate2 with its private key, or the
    /// output of New-SslCertificate. A PEM file or a bundle provides its own key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [WholeBytesTransformation]
    public object[]? Certificate { get; set; }

    /// <summary>The private key of the certificate: a path, PEM text, a key, or an RSA or ECDsa object.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Key { get; set; }

    /// <summary>The pass phrase of an encrypted key, or of a PKCS#12 bundle with certificate and key.</summary>
    [Parameter]
    [ConvertsTo<SecureString>]
    public SecureString? Passphrase { get; set; }

    /// <summary>The alias of the private key to use if a bundle in -Certificate contains several.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Alias { get; set; }

    /// <summary>
    /// The SHA-256 or SHA-1 hash of the certificate whose private key to use if a bundle in -Certificate contains several.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    /// <summary>The protocol versions to allow.</summary>
    [Parameter]
    [SslProtocolTransformation]
    [ValidateSet(nameof(SslProtocol.SecureProtocols), nameof(SslProtocol.TlsV1_3), nameof(SslProtocol.TlsV1_3OrLater),
        nameof(SslProtocol.TlsV1_2), nameof(SslProtocol.TlsV1_2OrLater), nameof(SslProtocol.TlsV1_1), nameof(SslProtocol.TlsV1_1OrLater),
        nameof(SslProtocol.TlsV1_0), nameof(SslProtocol.TlsV1_0OrLater), nameof(SslProtocol.AnyProtocol))]
    public SslProtocol Protocol { get; set; } = SslProtocol.SecureProtocols;

    /// <summary>The cipher suites to allow, in order of preference, by their names in OpenSSL or IANA.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CipherNameCompleter))]
    public string[]? Cipher { get; set; }

    /// <summary>The groups and curves to allow for the key exchange, in order of preference, such as X25519 or P-256.</summary>
    [Parameter]
    [Alias("Curve")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    public string[]? Group { get; set; }

    /// <summary>Application protocols (ALPN) to offer or to accept, in order of preference.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ApplicationProtocolCompleter))]
    public string[]? Alpn { get; set; }

    /// <summary>The name of the TLS backend to use. The default is the backend of the process.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BackendCompleter))]
    public string? Backend { get; set; }

    /// <summary>The configuration to start from. The other parameters change it.</summary>
    [Parameter]
    [ValidateNotNull]
    [ConvertsTo<QSslConfiguration>]
    public virtual QSslConfiguration? Configuration { get; set; }

    /// <summary>Creates the configuration from the parameters.</summary>
    /// <exception cref="MaterialException">A given certificate, key or cipher cannot be used.</exception>
    private protected virtual QSslConfiguration MakeConfiguration(QSslConfiguration start)
    {
        QSslConfiguration configuration = Configuration?.Clone() ?? start;
        MaterialReader reader = new(this, Passphrase, choice: new(Alias, Thumbprint, WriteWarning));
        if (Backend is not null)
            configuration.Backend = TlsBackendRegistry.Peek(Backend)?.Name ?? throw new MaterialException(ErrorRecords.ForBackend(Backend));
        if (CaCertificate is not null)
            configuration.CaCertificates = new AuthorityReader(this, reader, Passphrase).Read(CaCertificate);
        if (Certificate is not null)
        {
            (configuration.LocalCertificateChain, QSslKey? beside) = Key is null
                ? reader.Local(Certificate)
                : ([.. reader.Certificates(Certificate)], null);
            if (beside is not null)
                configuration.PrivateKey = beside;
        }
        if (Key is not null)
            configuration.PrivateKey = reader.Key(Key);
        if (IsGiven(nameof(Protocol)))
            configuration.Protocol = Protocol;
        if (Cipher is not null)
            configuration.Ciphers = [.. Cipher.Select(FindCipher)];
        if (Group is not null)
            configuration.EllipticCurves = [.. Group.Select(FindGroup)];
        if (Alpn is not null)
            configuration.AllowedNextProtocols = Alpn;
        return configuration;
    }

    private static QSslCipher FindCipher(string name)
    {
        QSslCipher cipher = new(name);
        if (cipher.IsNull)
        {
            cipher = QSslConfiguration.SupportedCiphers.FirstOrDefault(
                c => name.Equals(c.Name, StringComparison.OrdinalIgnoreCase)
                    || name.Equals(c.IanaName, StringComparison.OrdinalIgnoreCase)) ?? cipher;
        }
        return cipher.IsNull
            ? throw new MaterialException(SettingsErrors.CipherUnknown(name))
            : cipher;
    }

    private static QSslEllipticCurve FindGroup(string name)
    {
        QSslEllipticCurve group = QSslEllipticCurve.FromShortName(name);
        if (!group.IsValid)
        {
            group = QSslConfiguration.SupportedEllipticCurves.FirstOrDefault(
                c => name.Equals(c.ShortName, StringComparison.OrdinalIgnoreCase)
                    || name.Equals(c.NistName, StringComparison.OrdinalIgnoreCase)) ?? group;
        }
        return group.IsTlsNamedCurve
            ? group
            : throw new MaterialException(SettingsErrors.GroupUnknown(name));
    }
}
