using QSslCore;

namespace QSslModule;

/// <summary>The only table of findings. The help and the rules of SARIF take their codes, severities and texts from it.</summary>
internal static class FindingRules
{
    public static readonly FindingRule HandshakeFailed = new(nameof(HandshakeFailed), ReportStatus.Critical,
        "There was no encrypted connection.",
        "See the reason; often the host offers no version or cipher suite that suits both, or wants a client certificate.");

    public static readonly FindingRule StartTlsFailed = new(nameof(StartTlsFailed), ReportStatus.Critical,
        "The protocol before TLS did not come to TLS.",
        "Check the port and -StartTls, and set up a certificate on the server.");

    public static readonly FindingRule PinMismatch = new(nameof(PinMismatch), ReportStatus.Critical,
        "None of the public keys is pinned.",
        "If the host's key was changed on purpose, pin the new one; else find out who answers there.");

    public static readonly FindingRule ExpiresSoon = new(nameof(ExpiresSoon), null,
        "A certificate expires soon.",
        "Have a new certificate issued and put it in place.");

    public static readonly FindingRule ExpiredInChain = new(nameof(ExpiredInChain), ReportStatus.Warning,
        "The host sends a certificate along that has expired.",
        "Leave it out of what the host sends.");

    public static readonly FindingRule LifetimeUsed = new(nameof(LifetimeUsed), null,
        "Much of the lifetime of the certificate is over.",
        "See whether its renewal works.");

    public static readonly FindingRule MissingIntermediate = new(nameof(MissingIntermediate), ReportStatus.Warning,
        "The host does not send a certificate between its own and the root.",
        "Let the host send every certificate between its own and the root.");

    public static readonly FindingRule UntrustedRoot = new(nameof(UntrustedRoot), ReportStatus.Critical,
        "The path ends at a root that is not trusted.",
        "Trust the root with -CaCertificate, if it is one of yours, or have a certificate issued by an authority that is trusted.");

    public static readonly FindingRule IntermediateUnknown = new(nameof(IntermediateUnknown), ReportStatus.Warning,
        "It could not be found out whether a certificate is missing or the root is not trusted.",
        "Let the host send every certificate between its own and the root.");

    public static readonly FindingRule StoreDoesNotTrust = new(nameof(StoreDoesNotTrust), ReportStatus.Critical,
        "Clients with one of the stores refuse the host.",
        "Let the host send the certificates that lead to a root of that store, or have a certificate issued by an authority in it.");

    public static readonly FindingRule WrongOrder = new(nameof(WrongOrder), ReportStatus.Warning,
        "The host sends its certificates in the wrong order.",
        "Let each certificate be followed by that of its issuer.");

    public static readonly FindingRule ExtraCertificate = new(nameof(ExtraCertificate), ReportStatus.Warning,
        "The host sends a certificate that does not belong to its chain.",
        "Leave it out of what the host sends.");

    public static readonly FindingRule StapleMissing = new(nameof(StapleMissing), ReportStatus.Warning,
        "The host does not staple what its certificate promises.",
        "Turn OCSP stapling on at the host, or have a certificate issued without must-staple.");

    public static readonly FindingRule StapleInvalid = new(nameof(StapleInvalid), ReportStatus.Warning,
        "The stapled OCSP response is of no use.",
        "See how the host gets its OCSP responses, and whether its clock is right.");

    public static readonly FindingRule StapleUnknown = new(nameof(StapleUnknown), ReportStatus.Warning,
        "The backend cannot ask for the stapled OCSP response that the certificate promises.",
        "Test with another -Backend.");

    public static readonly FindingRule RevocationUnknown = new(nameof(RevocationUnknown), ReportStatus.Warning,
        "It could not be found out whether the certificate was revoked.",
        "See whether this machine reaches the issuer's lists and responders.");

    public static readonly FindingRule DaneMissing = new(nameof(DaneMissing), ReportStatus.Warning,
        "The host has no TLSA records.",
        "Publish them in a signed zone, or test without -Dane.");

    public static readonly FindingRule DaneMismatch = new(nameof(DaneMismatch), null,
        "None of the TLSA records holds for what the host shows.",
        "Publish the records of the new certificate before it is put in place, or find out who answers there.");

    public static readonly FindingRule DaneNotValidated = new(nameof(DaneNotValidated), ReportStatus.Warning,
        "A TLSA record holds, and it is not known whether it is genuine.",
        "Sign the zone, and ask a resolver that validates and that the way to is safe, with -DnsServer.");

    public static readonly FindingRule DaneUnusable = new(nameof(DaneUnusable), ReportStatus.Warning,
        "All TLSA records are of unknown kinds.",
        "Publish records with the usages 0 to 3, the selectors 0 and 1, and the matching types 0 to 2.");

    public static readonly FindingRule DaneUnknown = new(nameof(DaneUnknown), ReportStatus.Warning,
        "It could not be found out what the TLSA records say.",
        "See whether the resolver answers, or name another with -DnsServer.");

    public static readonly FindingRule MailHostsUnknown = new(nameof(MailHostsUnknown), ReportStatus.Critical,
        "It could not be found out which hosts take mail for the domain.",
        "See whether the resolver answers, or name another with -DnsServer.");

    public static readonly FindingRule NoMailHost = new(nameof(NoMailHost), ReportStatus.Warning,
        "The domain takes no mail.",
        "Leave it out, or publish its mail hosts.");

    public static readonly FindingRule ClientCertificateRequested = new(nameof(ClientCertificateRequested), ReportStatus.Warning,
        "The host asks for a client certificate, and does not say whether it goes on without.",
        "Test with -Certificate and -Key.");

    public static readonly FindingRule ProtocolObsolete = new(nameof(ProtocolObsolete), ReportStatus.Warning,
        "The host speaks an obsolete version of TLS.",
        "Let the host speak TLS 1.2 and 1.3, and no other.");

    public static readonly FindingRule ProtocolUnknown = new(nameof(ProtocolUnknown), ReportStatus.Warning,
        "The version of TLS is not known.",
        "Take it for weak until it is known.");

    public static readonly FindingRule CipherNull = new(nameof(CipherNull), ReportStatus.Critical,
        "The cipher suite encrypts nothing.",
        "Disable it on the host.");

    public static readonly FindingRule CipherAnonymous = new(nameof(CipherAnonymous), ReportStatus.Critical,
        "The cipher suite does not authenticate the host.",
        "Disable it on the host.");

    public static readonly FindingRule CipherExport = new(nameof(CipherExport), ReportStatus.Critical,
        "The cipher suite was made weak for export.",
        "Disable it on the host.");

    public static readonly FindingRule CipherBroken = new(nameof(CipherBroken), ReportStatus.Critical,
        "The cipher suite uses RC2, RC4, DES or MD5, which are broken.",
        "Disable it on the host.");

    public static readonly FindingRule CipherSmallBlocks = new(nameof(CipherSmallBlocks), ReportStatus.Warning,
        "The cipher suite has blocks of 64 bits: 3DES or IDEA.",
        "Let the host use AES-GCM or ChaCha20.");

    public static readonly FindingRule CipherCbcSha1 = new(nameof(CipherCbcSha1), ReportStatus.Warning,
        "The cipher suite is CBC with SHA-1, which is obsolete.",
        "Let the host use AES-GCM or ChaCha20.");

    public static readonly FindingRule NoForwardSecrecy = new(nameof(NoForwardSecrecy), ReportStatus.Warning,
        "The key exchange has no forward secrecy.",
        "Let the host use ECDHE.");

    public static readonly FindingRule CipherUnknown = new(nameof(CipherUnknown), ReportStatus.Warning,
        "Nothing is known about the cipher suite.",
        "Take it for weak until it is known, or choose others with -Cipher.");

    public static readonly FindingRule KeyExchangeTooWeak = new(nameof(KeyExchangeTooWeak), null,
        "The Diffie-Hellman parameters, or the elliptic curve, are too small.",
        "Give the host 2048 bits or more (ffdhe2048), X25519 or P-256.");

    public static readonly FindingRule KeyExchangeUnknown = new(nameof(KeyExchangeUnknown), ReportStatus.Warning,
        "It is not known how strong the key exchange is.",
        "Test without a session that is resumed, or with another -Backend.");

    public static readonly FindingRule Unreachable = new(nameof(Unreachable), ReportStatus.Critical,
        "The host does not answer.",
        "Check the name, the port and the way there.");

    public static readonly FindingRule PolicyNotJudged = new(nameof(PolicyNotJudged), ReportStatus.Warning,
        "It could not be found out whether the host follows the policy.",
        "See why the host could not be profiled, and test again.");

    public static readonly FindingRule InvalidTarget = new(nameof(InvalidTarget), ReportStatus.Critical,
        "What was given is not a host that can be tested.",
        "Correct the target.");

    public static readonly FindingRule CertificateUnreadable = new(nameof(CertificateUnreadable), ReportStatus.Critical,
        "A certificate could not be judged, because it could not be read.",
        "See why, give the pass phrase with -Passphrase, or name other files.");

    public static readonly FindingRule NameNotJudged = new(nameof(NameNotJudged), ReportStatus.Critical,
        "No certificate was held against a name that was given.",
        "Give the certificate of the host, and not only those of authorities.");

    public static readonly FindingRule NothingTested = new(nameof(NothingTested), ReportStatus.Critical,
        "No host was tested.",
        "See why the list of hosts is empty.");

    public static readonly FindingRule NothingCompared = new(nameof(NothingCompared), ReportStatus.Critical,
        "Neither of the runs has seen anything of the host that could be compared.",
        "See why the host is not reached, or not judged.");

    public static readonly FindingRule NotAReport = new(nameof(NotAReport), ReportStatus.Critical,
        "Something that was given is not a report of a host.",
        "Give the reports of Test-SslHost, whole.");

    /// <summary>All rules by code.</summary>
    private static readonly Dictionary<string, FindingRule> s_byCode = typeof(FindingRules).GetFields()
        .Select(field => (FindingRule)field.GetValue(null)!).ToDictionary(rule => rule.Code, StringComparer.Ordinal);

    /// <summary>Determines whether a code belongs to the module and not to a policy.</summary>
    public static bool IsOwn(string code) => s_byCode.Keys.Concat(Enum.GetNames<SslErrorCode>()).Concat(ReportStatus.All)
        .Contains(code, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the meaning of a code as a sentence, or the code itself if it is not known.</summary>
    public static string Describe(string code) => s_byCode.TryGetValue(code, out FindingRule? rule) ? rule.Words
        : Enum.TryParse(code, out SslErrorCode error) && Enum.IsDefined(error) ? new QSslError(error).ErrorString
        : code;

    /// <summary>Returns the advice for a code, or null if there is no general advice.</summary>
    public static string? AdviceFor(string code) => s_byCode.GetValueOrDefault(code)?.Advice;
}
