using System.Collections;
using System.Management.Automation;
using System.Text;
using QSslCore;

namespace QSslModule;

/// <summary>All that a configuration can be told, beside what every connection has parameters for.</summary>
public abstract class SslSettingsCmdlet : SslConfigurationCmdlet
{
    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ConvertsTo<QSslConfiguration>]
    public override QSslConfiguration? Configuration { get; set; }

    /// <summary>Whether the peer must show a certificate, and whether it is verified.</summary>
    [Parameter]
    [ConvertsTo<PeerVerifyMode>]
    public PeerVerifyMode PeerVerifyMode { get; set; } = PeerVerifyMode.AutoVerifyPeer;

    /// <summary>How many certificates of a chain are examined at most; 0 is all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    [ConvertsTo<int>]
    public int PeerVerifyDepth { get; set; }

    /// <summary>The switches that are on, instead of those that were; all of them say what they disable.</summary>
    [Parameter]
    [ConvertsTo<SslOption>]
    public SslOption SslOption { get; set; }

    /// <summary>How host names are compared with certificates.</summary>
    [Parameter]
    [ConvertsTo<HostNameRules>]
    public HostNameRules HostNameRules { get; set; }

    /// <summary>The time at which certificates must be valid, instead of the present.</summary>
    [Parameter]
    [ConvertsTo<DateTimeOffset>]
    public DateTimeOffset At { get; set; }

    /// <summary>A server's Diffie-Hellman parameters: a path, PEM text, bytes in DER, or an object.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? DiffieHellmanParameters { get; set; }

    /// <summary>Options in the words of the TLS library, such as @{ SignatureAlgorithms = 'ed25519' }.</summary>
    [Parameter]
    [ValidateNotNull]
    [ConvertsTo<IDictionary>]
    public IDictionary? BackendConfiguration { get; set; }

    /// <summary>
    /// Asks the server for proof that its certificate was not revoked (OCSP stapling), and insists on it.
    /// What signs the proof must be as strong as the certificates of a chain: weak keys, MD5 and SHA-1 are refused.
    /// </summary>
    [Parameter]
    public SwitchParameter OcspStaplingEnabled { get; set; }

    /// <summary>Where the server's path ends at an unknown issuer, Windows is not asked to fetch the root.</summary>
    [Parameter]
    public SwitchParameter SkipRootFetch { get; set; }

    /// <summary>The OCSP response that a server staples for clients that ask: a path, or bytes in DER.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? StapledOcspResponse { get; set; }

    /// <summary>A server's certificates for the names that clients ask for (SNI): what New-SslCertificate makes, a file with certificate
    /// and key, or @{ Certificate = …; Key = … }; *.example.org is every name with one more label.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ConvertsTo<IDictionary>]
    public IDictionary? SniCertificate { get; set; }

    /// <summary>A server refuses a client without a certificate with an alert.</summary>
    [Parameter]
    public SwitchParameter MissingCertificateIsFatal { get; set; }

    /// <summary>The handshake stops at the first error of the peer, before anything else is sent.</summary>
    [Parameter]
    public SwitchParameter HandshakeMustInterruptOnError { get; set; }

    /// <summary>Refused: a configuration holds no keys. The name stands here so that it is not taken for the beginning of
    /// another.</summary>
    [Parameter(DontShow = true)]
    [ConvertsTo<IDictionary>]
    public IDictionary? PreSharedKey { get; set; }

    /// <summary>What a server tells clients about which pre-shared key they should use (TLS 1.2).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PreSharedKeyIdentityHint { get; set; }

    /// <summary>A file that the secrets of connections are added to, for Wireshark: who reads it can decrypt them all. One that is there
    /// already keeps its mode.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyLogFile { get; set; }

    /// <summary>Connections keep the messages of their handshakes, with phases and times: their property HandshakeMessages.</summary>
    [Parameter]
    public SwitchParameter RecordHandshakeMessages { get; set; }

    private protected override QSslConfiguration MakeConfiguration(QSslConfiguration start)
    {
        if (IsGiven(nameof(PreSharedKey)))
        {
            // The keys themselves are secrets, and no target.
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
        return configuration;
    }
}
