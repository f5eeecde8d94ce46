namespace QSslCore;

/// <summary>What a TLS server accepts, of any client: versions, suites, groups, signatures, certificates, and known weaknesses. Instances
/// are immutable and have plain values only, so they survive JSON, CLIXML and remoting.</summary>
public sealed record SslHostProfile
{
    /// <summary>Host and port.</summary>
    public string Target { get; init; } = "";

    /// <summary>The name or address that was connected to.</summary>
    public string HostName { get; init; } = "";

    /// <summary>The port.</summary>
    public int Port { get; init; }

    /// <summary>The address that answered; empty when none did.</summary>
    public string Address { get; init; } = "";

    /// <summary>The protocol that came before TLS; empty for none.</summary>
    public string StartTls { get; init; } = "";

    /// <summary>The name that was asked for instead of <see cref="HostName"/>; empty for none.</summary>
    public string PeerName { get; init; } = "";

    /// <summary>The proxy on the way; empty for none.</summary>
    public string Proxy { get; init; } = "";

    /// <summary>The sections that were asked for; see <see cref="SslProfileSections"/>.</summary>
    public string[] Sections { get; init; } = [];

    /// <summary>Why there is no profile at all: the host could not be reached, or does not speak TLS. Empty when it answered.</summary>
    public string Failure { get; init; } = "";

    /// <summary>What could not be found out, and why, each in a sentence.</summary>
    public string[] Gaps { get; init; } = [];

    /// <summary>The versions, SSL 2.0 to TLS 1.3, the oldest first.</summary>
    public SslProfileProtocol[] Protocols { get; init; } = [];

    /// <summary>The groups that the host accepts. The first is the one that the host prefers, where <see cref="GroupOrder"/> is
    /// <c>Server</c>.</summary>
    public SslProfileGroup[] Groups { get; init; } = [];

    /// <summary>Which group of several the host chooses in TLS 1.3: <c>Server</c>, <c>Client</c> or <c>Unknown</c>.</summary>
    public string GroupOrder { get; init; } = SslProfileStatus.Unknown;

    /// <summary>The schemes that the host signs its handshakes with.</summary>
    public SslProfileSignatureScheme[] SignatureSchemes { get; init; } = [];

    /// <summary>The certificates, one for each kind of key and name.</summary>
    public SslProfileCertificate[] Certificates { get; init; } = [];

    /// <summary>The extensions that the host answers.</summary>
    public SslProfileExtension[] Extensions { get; init; } = [];

    /// <summary>How the host resumes sessions.</summary>
    public SslProfileResumption Resumption { get; init; } = new();

    /// <summary>How the host renegotiates.</summary>
    public SslProfileRenegotiation Renegotiation { get; init; } = new();

    /// <summary>Whether the host compresses (CRIME).</summary>
    public SslProfileFact Compression { get; init; } = new();

    /// <summary>Whether the host notices a forced fallback to an older version (RFC 7507).</summary>
    public SslProfileFact FallbackScsv { get; init; } = new();

    /// <summary>Whether the host encrypts before it authenticates (RFC 7366).</summary>
    public SslProfileFact EncryptThenMac { get; init; } = new();

    /// <summary>Whether the host binds keys to the handshake (RFC 7627).</summary>
    public SslProfileFact ExtendedMasterSecret { get; init; } = new();

    /// <summary>Whether the host accepts data before the handshake is complete (0-RTT, TLS 1.3).</summary>
    public SslProfileFact EarlyData { get; init; } = new();

    /// <summary>Whether the host staples an OCSP response.</summary>
    public SslProfileFact Stapling { get; init; } = new();

    /// <summary>Whether the host asks clients for a certificate.</summary>
    public SslProfileFact CertificateRequest { get; init; } = new();

    /// <summary>The application protocols that the host agrees on (ALPN).</summary>
    public string[] Alpn { get; init; } = [];

    /// <summary>Post-quantum key exchange.</summary>
    public SslProfilePostQuantum PostQuantum { get; init; } = new();

    /// <summary>Whether the host answers only clients that name it (SNI).</summary>
    public SslProfileFact SniRequired { get; init; } = new();

    /// <summary>The parameters of key exchanges in finite fields.</summary>
    public SslProfileDiffieHellman[] DiffieHellman { get; init; } = [];

    /// <summary>Whether ephemeral values are used more than once.</summary>
    public SslProfileKeyReuse KeyReuse { get; init; } = new();

    /// <summary>What the host does with hellos that it does not know in full.</summary>
    public SslProfileTolerance Tolerance { get; init; } = new();

    /// <summary>Known weaknesses, each with a verdict.</summary>
    public SslProfileWeakness[] Weaknesses { get; init; } = [];

    /// <summary>What well-known clients would get.</summary>
    public SslProfileClient[] Clients { get; init; } = [];

    /// <summary>HTTP Strict Transport Security.</summary>
    public SslProfileHsts Hsts { get; init; } = new();

    /// <summary>A short text that is the same for servers that are set up alike; docs/architecture.md says how it is computed. Empty when
    /// the host did not answer.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>How many connections were made.</summary>
    public int Connections { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>When it began, UTC.</summary>
    public DateTime Timestamp { get; init; }

    /// <summary>The target, and how many versions it accepts.</summary>
    public override string ToString() => VisibleText.Of(Failure.Length > 0
        ? $"{Target}: {Failure}"
        : $"{Target}: {string.Join(", ", Protocols.Where(p => p.Status == SslProfileStatus.Accepted).Select(p => p.Version))}");
}
