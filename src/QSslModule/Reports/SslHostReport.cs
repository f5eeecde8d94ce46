using QSslCore;

namespace QSslModule;

/// <summary>What Test-SslHost found at a target. Plain values only: a report survives JSON, CLIXML and remoting.</summary>
public sealed class SslHostReport
{
    /// <summary>Host and port; for what is no target, the beginning of what was given.</summary>
    public required string Target { get; init; }

    /// <summary>The name or address that was connected to; empty where what was given names none.</summary>
    public required string HostName { get; init; }

    /// <summary>The port; -1 where none is known.</summary>
    public required int Port { get; init; }

    /// <summary>Makes the report again with another profile; null where it has none.</summary>
    internal Func<SslHostProfile, SslHostReport>? JudgeAgain { get; init; }

    /// <summary>The address that answered; empty when none did.</summary>
    public string Address { get; internal set; } = "";

    /// <summary>The protocol that came before TLS; empty for none.</summary>
    public string StartTls { get; internal set; } = "";

    /// <summary>The name that was asked for and verified instead of HostName; empty for none.</summary>
    public string PeerName { get; internal set; } = "";

    /// <summary>The proxy on the way, as -Proxy takes it; empty for none.</summary>
    public string Proxy { get; internal set; } = "";

    /// <summary>Whether Address was tested as one of all addresses of the name (-AllAddresses).</summary>
    public bool AllAddresses { get; internal set; }

    /// <summary>The machine that tested, as remoting tells it; empty for this one.</summary>
    public string PSComputerName { get; internal set; } = "";

    /// <summary>What the row of the target said beside the host, such as Owner and Site, by the names of the columns; empty for
    /// none.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; internal set; } = TargetTags.None;

    /// <summary>Ok, Warning, Critical or Unreachable.</summary>
    public string Status { get; internal set; } = "Ok";

    /// <summary>Why the status is not Ok: the gravest first.</summary>
    public string[] Reason { get; internal set; } = [];

    /// <summary>The same, each with a code that stays the same whatever the words, and its own severity.</summary>
    public SslReportFinding[] Findings { get; internal set; } = [];

    /// <summary>The TLS version; empty when there was no agreement on one.</summary>
    public string Protocol { get; internal set; } = "";

    /// <summary>The cipher suite.</summary>
    public string Cipher { get; internal set; } = "";

    /// <summary>The group of the key exchange, by the TLS library's name; empty where it does not tell.</summary>
    public string Group { get; internal set; } = "";

    /// <summary>The application protocol agreed on (ALPN).</summary>
    public string Alpn { get; internal set; } = "";

    /// <summary>The subject of the host's certificate.</summary>
    public string Subject { get; internal set; } = "";

    /// <summary>The names it is valid for.</summary>
    public string[] SubjectAlternativeNames { get; internal set; } = [];

    /// <summary>Who signed it.</summary>
    public string Issuer { get; internal set; } = "";

    /// <summary>The kind and size of its key.</summary>
    public string Key { get; internal set; } = "";

    /// <summary>The algorithm of its signature.</summary>
    public string Signature { get; internal set; } = "";

    /// <summary>From when it is valid, UTC.</summary>
    public DateTime? NotBefore { get; internal set; }

    /// <summary>Until when it is valid, UTC.</summary>
    public DateTime? NotAfter { get; internal set; }

    /// <summary>Whole days until it expires; negative when it has.</summary>
    public int? DaysLeft { get; internal set; }

    /// <summary>How much of its lifetime is over, in percent.</summary>
    public double? LifetimeUsedPercent { get; internal set; }

    /// <summary>SHA-256 of the certificate, upper-case hex.</summary>
    public string Thumbprint { get; internal set; } = "";

    /// <summary>SHA-256 of its public key, as <c>sha256/</c> and base64: what -Pin compares with.</summary>
    public string Pin { get; internal set; } = "";

    /// <summary>The certificates as sent, the host's first.</summary>
    public SslReportCertificate[] Chain { get; internal set; } = [];

    /// <summary>The path that was built to a trusted root.</summary>
    public SslReportCertificate[] VerifiedChain { get; internal set; } = [];

    /// <summary>MissingIntermediate, WrongOrder, ExtraCertificate: what is wrong with the chain as sent.</summary>
    public string[] ChainFaults { get; internal set; } = [];

    /// <summary>The codes of what is wrong with the host's identity.</summary>
    public string[] Errors { get; internal set; } = [];

    /// <summary>What the host stapled about its certificate (OCSP): None, Good, Revoked, Unknown or Invalid; empty where the backend does
    /// not look.</summary>
    public string Stapling { get; internal set; } = "";

    /// <summary>What the issuers said when they were asked (-CheckRevocation): Good, Revoked or Unknown; empty when they were
    /// not.</summary>
    public string Revocation { get; internal set; } = "";

    /// <summary>
    /// Whether the host wants a certificate of its clients: Requested when it asked for one, Required when it refused for the lack of it;
    /// empty when it did not ask, when the handshake did not come that far, and in TLS 1.3 with the platform's TLS library.
    /// </summary>
    public string ClientCertificate { get; internal set; } = "";

    /// <summary>How long it took.</summary>
    public SslReportTimings Timings { get; internal set; } = new();

    /// <summary>The TLS library that looked.</summary>
    public string Backend { get; internal set; } = "";

    /// <summary>When the test began, UTC.</summary>
    public DateTime Timestamp { get; internal set; }

    /// <summary>The moment that validity and days left are for, UTC: the test's own unless -At named another.</summary>
    public DateTime At { get; internal set; }

    /// <summary>Why the handshake failed, with the parameter that would make it work (-Explain); empty where that is not known.</summary>
    public string Explanation { get; internal set; } = "";

    /// <summary>The policy that was judged by (-Policy), with its edition; empty for none.</summary>
    public string Policy { get; internal set; } = "";

    /// <summary>What each rule of the policy says.</summary>
    public SslPolicyVerdict[] PolicyVerdicts { get; internal set; } = [];

    /// <summary>What the host accepts (-Policy, and -Explain where a handshake failed); null where that was not looked at.</summary>
    public SslHostProfile? Profile { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => VisibleText.Of($"{Target}: {Status}");
}
