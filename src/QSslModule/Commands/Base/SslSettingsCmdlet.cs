using System.Collections;
using System.Management.Automation;
using System.Text;
using QSslCore;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>The other settings of a configuration, in addition to the parameters of every connection.</summary>
public abstract class SslSettingsCmdlet : SslConfigurationCmdlet
{
    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ConvertsTo<QSslConfiguration>]
    public override QSslConfiguration? Configuration { get; set; }

    /// <summary>Whether the peer must send a certificate, and whether it is verified.</summary>
    [Parameter]
    [ConvertsTo<PeerVerifyMode>]
    public PeerVerifyMode PeerVerifyMode { get; set; } = PeerVerifyMode.AutoVerifyPeer;

    /// <summary>The maximum number of certificates of a chain that are examined; 0 means all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [ConvertsTo<int>]
    public int PeerVerifyDepth { get; set; }

    /// <summary>The options that are set, instead of the current ones. The name of each option says what it disables.</summary>
    [Parameter]
    [ConvertsTo<SslOption>]
    public SslOption SslOption { get; set; }

    /// <summary>The rules for the comparison of host names with certificates.</summary>
    [Parameter]
    [ConvertsTo<HostNameRules>]
    public HostNameRules HostNameRules { get; set; }

    /// <summary>The time when certificates must be valid, instead of now.</summary>
    [Parameter]
    [ConvertsTo<DateTimeOffset>]
    public DateTimeOffset At { get; set; }

    /// <summary>The Diffie-Hellman parameters of a server: a path, PEM text, bytes in DER, or an object.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? DiffieHellmanParameters { get; set; }

    /// <summary>Options by the names that the TLS library uses, such as @{ SignatureAlgorithms = 'ed25519' }.</summary>
    [Parameter]
    [ValidateNotNull]
    [ConvertsTo<IDictionary>]
    public IDictionary? BackendConfiguration { get; set; }

    /// <summary>
    /// Requests proof from the server that its certificate is not revoked (OCSP stapling), and requires it. The signature of the proof must
    /// be as strong as the certificates of a chain: weak keys, MD5 and SHA-1 are refused.
    /// </summary>
    [Parameter]
    public SwitchParameter OcspStaplingEnabled { get; set; }

    /// <summary>
    /// Takes part in a renegotiation that a server asks for (TLS 1.2 and earlier), as IIS does for a client certificate. The server must
    /// show the accepted certificates again.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowRenegotiation { get; set; }

    /// <summary>Does not let Windows fetch a root if the path of the server ends at an unknown issuer.</summary>
    [Parameter]
    public SwitchParameter SkipRootFetch { get; set; }

    /// <summary>The OCSP response that a server staples for clients that request it: a path, or bytes in DER.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? StapledOcspResponse { get; set; }

    /// <summary>The certificates of a server for the names that clients request (SNI): the output of New-SslCertificate, a file with
    /// certificate and key, or @{ Certificate = …; Key = … }. *.example.org matches every name with one more label.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<IDictionary>]
    public IDictionary? SniCertificate { get; set; }

    /// <summary>Whether a server refuses a client without a certificate with an alert.</summary>
    [Parameter]
    public SwitchParameter MissingCertificateIsFatal { get; set; }

    /// <summary>Whether the handshake stops at the first error of the peer, before more data is sent.</summary>
    [Parameter]
    public SwitchParameter HandshakeMustInterruptOnError { get; set; }

    /// <summary>This parameter is refused, because a configuration contains no keys. It exists so that its name is not taken for the
    /// beginning of another one.</summary>
    [Parameter(DontShow = true)]
    [ConvertsTo<IDictionary>]
    public IDictionary? PreSharedKey { get; set; }

    /// <summary>The hint of a server that tells clients which pre-shared key to use (TLS 1.2).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PreSharedKeyIdentityHint { get; set; }

    /// <summary>A file that the secrets of connections are appended to, for Wireshark. A person who reads it can decrypt all of them. An
    /// existing file keeps its mode.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyLogFile { get; set; }

    /// <summary>
    /// Whether connections keep the messages of their handshakes, with phases and times, in the property HandshakeMessages.
    /// </summary>
    [Parameter]
    public SwitchParameter RecordHandshakeMessages { get; set; }

    private protected override QSslConfiguration MakeConfiguration(QSslConfiguration start)
    {
        if (IsGiven(nameof(PreSharedKey)))
        {
            // The keys are secrets and must not be the target of the error.
            throw new MaterialException(SettingsErrors.PreSharedKeysInConfiguration());
        }
        QSslConfiguration configuration = base.MakeConfiguration(start);
        if (IsGiven(nameof(PeerVerifyMode)))
            configuration.PeerVerifyMode = PeerVerifyMode;
        if (IsGiven(nameof(PeerVerifyDepth)))
            configuration.PeerVerifyDepth = PeerVerifyDepth;
        if (IsGiven(nameof(SslOption)))
            configuration.SslOptions = SslOption;
        if (IsGiven(nameof(HostNameRules)))
            configuration.HostNameRules = HostNameRules;
        if (IsGiven(nameof(At)))
            configuration.VerificationTime = At;
        if (DiffieHellmanParameters is not null)
            configuration.DiffieHellmanParameters = new MaterialReader(this).DiffieHellman(DiffieHellmanParameters);
        if (BackendConfiguration is not null)
            configuration.BackendConfiguration = BackendConfiguration;
        if (IsGiven(nameof(OcspStaplingEnabled)))
            configuration.OcspStaplingEnabled = OcspStaplingEnabled;
        if (IsGiven(nameof(AllowRenegotiation)))
            configuration.AllowRenegotiation = AllowRenegotiation;
        if (IsGiven(nameof(SkipRootFetch)))
            configuration.FetchesMissingRoots = !SkipRootFetch;
        if (StapledOcspResponse is not null)
            configuration.StapledOcspResponse = new MaterialReader(this).Bytes(StapledOcspResponse, "an OCSP response");
        if (SniCertificate is not null)
            configuration.ServerIdentities = ServerNames.Read(new(this, Passphrase), SniCertificate);
        if (IsGiven(nameof(MissingCertificateIsFatal)))
            configuration.MissingCertificateIsFatal = MissingCertificateIsFatal;
        if (IsGiven(nameof(HandshakeMustInterruptOnError)))
            configuration.HandshakeMustInterruptOnError = HandshakeMustInterruptOnError;
        if (PreSharedKeyIdentityHint is not null)
            configuration.PreSharedKeyIdentityHint = Encoding.UTF8.GetBytes(PreSharedKeyIdentityHint);
        if (KeyLogFile is not null)
            configuration.KeyLogFile = PathResolver.Output(this, KeyLogFile);
        if (IsGiven(nameof(RecordHandshakeMessages)))
            configuration.RecordsHandshakeMessages = RecordHandshakeMessages;
        // The rest of a configuration may still change; these two are one thing.
        if (Certificate is not null && Key is not null
            && ConfigurationCheck.Run(SslMode.SslClientMode, configuration) is { IsKeyMismatch: true } fault)
            throw new MaterialException(SettingsErrors.KeyOfOtherCertificate(configuration, fault.Message));
        return configuration;
    }
}
