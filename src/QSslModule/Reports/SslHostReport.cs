using QSslCore;

namespace QSslModule;

/// <summary>The result of Test-SslHost for one target. It has plain values only, which JSON, CLIXML and remoting keep.</summary>
public sealed class SslHostReport
{
    /// <summary>The host and the port. For input that is not a valid target, the beginning of the input.</summary>
    public required string Target { get; init; }

    /// <summary>The name or address that was connected to; empty if the input does not name one.</summary>
    public required string HostName { get; init; }

    /// <summary>The port; -1 if it is not known.</summary>
    public required int Port { get; init; }

    /// <summary>Makes the report again with another profile; null where it has none.</summary>
    internal Func<SslHostProfile, SslHostReport>? JudgeAgain { get; init; }

    /// <summary>The address that answered; empty when none did.</summary>
    public string Address { get; internal set; } = "";

    /// <summary>The protocol that comes before TLS; empty for none.</summary>
    public string StartTls { get; internal set; } = "";

    /// <summary>The name that was requested and verified instead of HostName; empty for none.</summary>
    public string PeerName { get; internal set; } = "";

    /// <summary>The proxy in use, in the form of -Proxy; empty for none.</summary>
    public string Proxy { get; internal set; } = "";

    /// <summary>Whether the test was of one of all addresses of the name (-AllAddresses).</summary>
    public bool AllAddresses { get; internal set; }

    /// <summary>The computer that ran the test, as remoting reports it; empty for this computer.</summary>
    public string PSComputerName { get; internal set; } = "";

    /// <summary>The other columns of the target's row, such as Owner and Site, by the names of the columns; empty for
    /// none.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; internal set; } = TargetTags.None;

    /// <summary>Ok, Warning, Critical or Unreachable; Unknown if the state could not be determined.</summary>
    public string Status { get; internal set; } = "Ok";

    /// <summary>The reasons why the status is not Ok, the most severe first.</summary>
    public SslTextList Reason { get; internal set; } = [];

    /// <summary>The same reasons, each with its severity and a code that never changes.</summary>
    public SslReportList<SslReportFinding> Findings { get; internal set; } = [];

    /// <summary>The TLS version; empty if none was negotiated.</summary>
    public string Protocol { get; internal set; } = "";

    /// <summary>The cipher suite.</summary>
    public string Cipher { get; internal set; } = "";

    /// <summary>The group of the key exchange, by the name that the TLS library uses; empty if the library does not report it.</summary>
    public string Group { get; internal set; } = "";

    /// <summary>The application protocol that was negotiated (ALPN).</summary>
    public string Alpn { get; internal set; } = "";

    /// <summary>The subject of the host's certificate.</summary>
    public string Subject { get; internal set; } = "";

    /// <summary>The names that the certificate is valid for.</summary>
    public SslTextList SubjectAlternativeNames { get; internal set; } = [];

    /// <summary>The issuer of the certificate.</summary>
    public string Issuer { get; internal set; } = "";

    /// <summary>The algorithm and the size of the certificate's key.</summary>
    public string Key { get; internal set; } = "";

    /// <summary>The algorithm of the certificate's signature.</summary>
    public string Signature { get; internal set; } = "";

    /// <summary>The start of the certificate's validity, in UTC.</summary>
    public DateTime? NotBefore { get; internal set; }

    /// <summary>The end of the certificate's validity, in UTC.</summary>
    public DateTime? NotAfter { get; internal set; }

    /// <summary>The number of whole days until the certificate expires; negative if it has expired.</summary>
    public int? DaysLeft { get; internal set; }

    /// <summary>The days left, or fewer, that are a warning; null where none were given.</summary>
    public int? WarningDays { get; internal set; }

    /// <summary>The days left, or fewer, that are critical; null where none were given.</summary>
    public int? CriticalDays { get; internal set; }

    /// <summary>How much of its lifetime is over, in percent.</summary>
    public double? LifetimeUsedPercent { get; internal set; }

    /// <summary>The SHA-256 hash of the certificate, in upper-case hexadecimal.</summary>
    public string Thumbprint { get; internal set; } = "";

    /// <summary>The SHA-256 hash of the public key, as <c>sha256/</c> and base64. -Pin compares with this value.</summary>
    public string Pin { get; internal set; } = "";

    /// <summary>The certificates as sent, the host's own first.</summary>
    public SslReportList<SslReportCertificate> Chain { get; internal set; } = [];

    /// <summary>The path that was built to a trusted root.</summary>
    public SslReportList<SslReportCertificate> VerifiedChain { get; internal set; } = [];

    /// <summary>The verdict of each store of authorities (-TrustStore).</summary>
    public SslReportList<SslReportTrustStore> TrustStores { get; internal set; } = [];

    /// <summary>MissingIntermediate, WrongOrder, ExtraCertificate: what is wrong with the chain as sent.</summary>
    public SslTextList ChainFaults { get; internal set; } = [];

    /// <summary>The codes of the errors of the host's identity.</summary>
    public SslTextList Errors { get; internal set; } = [];

    /// <summary>The status of the OCSP response that the host stapled to its certificate: None, Good, Revoked, Unknown or Invalid; empty if
    /// the backend does not check it.</summary>
    public string Stapling { get; internal set; } = "";

    /// <summary>The answer of the issuers (-CheckRevocation): Good, Revoked or Unknown; empty if they were not
    /// asked.</summary>
    public string Revocation { get; internal set; } = "";

    /// <summary>
    /// Whether the host requests a client certificate. Requested if the host asked for one, Required if it refused the connection without
    /// one. Empty if the host did not ask, if the handshake did not get that far, and in TLS 1.3 with the TLS library of the platform.
    /// </summary>
    public string ClientCertificate { get; internal set; } = "";

    /// <summary>How the host stands to its TLSA records (-Dane): Match, Mismatch, None, Unusable or Unknown; empty when they were not asked
    /// for.</summary>
    public string Dane { get; internal set; } = "";

    /// <summary>Whether the resolver says that it validated them (DNSSEC). If not, they prove nothing.</summary>
    public bool DaneValidated { get; internal set; }

    /// <summary>The TLSA records, as a zone file has them.</summary>
    public SslTextList TlsaRecords { get; internal set; } = [];

    /// <summary>How long it took.</summary>
    public SslReportTimings Timings { get; internal set; } = new();

    /// <summary>The TLS library that ran the test.</summary>
    public string Backend { get; internal set; } = "";

    /// <summary>The time when the test began, in UTC.</summary>
    public DateTime Timestamp { get; internal set; }

    /// <summary>The time that validity and remaining days apply to, in UTC: the time of the test, or the value of -At.</summary>
    public DateTime At { get; internal set; }

    /// <summary>The reason why the handshake failed, with the parameter that makes it work (-Explain); empty if it is not known.</summary>
    public string Explanation { get; internal set; } = "";

    /// <summary>The policy that the host was judged by (-Policy), with its edition; empty for none.</summary>
    public string Policy { get; internal set; } = "";

    /// <summary>The verdict of each rule of the policy.</summary>
    public SslReportList<SslPolicyVerdict> PolicyVerdicts { get; internal set; } = [];

    /// <summary>What the host accepts (-Policy, and -Explain after a failed handshake); null if no profile was made.</summary>
    public SslHostProfile? Profile { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => VisibleText.Of($"{Target}: {Status}");
}
