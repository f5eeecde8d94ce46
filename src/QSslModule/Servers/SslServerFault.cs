namespace QSslModule;

/// <summary>What a server does wrong on purpose, for tests of clients.</summary>
public enum SslServerFault
{
    /// <summary>It answers what no server of the protocol does; without -StartTls, text instead of TLS.</summary>
    WrongAnswer,

    /// <summary>It does not offer TLS and does not know the command for it; with -StartTls only.</summary>
    NotOffered,

    /// <summary>It offers TLS and refuses to start it; without -StartTls, it answers the hello with an alert.</summary>
    Refusal,

    /// <summary>It sends plain text along with its go-ahead, as an attacker on the way would; with -StartTls only.</summary>
    GluedPlaintext,

    /// <summary>It hangs up in the middle of its first flight.</summary>
    TruncatedHandshake,

    /// <summary>It hangs up instead of answering.</summary>
    Close,

    /// <summary>It neither answers nor hangs up.</summary>
    Silence,

    /// <summary>Its certificate expired yesterday.</summary>
    ExpiredCertificate,

    /// <summary>Its certificate becomes valid tomorrow.</summary>
    NotYetValidCertificate,

    /// <summary>Its certificate is for wrong-name.invalid.</summary>
    WrongNameCertificate,

    /// <summary>Its certificate is for signing code.</summary>
    WrongUsageCertificate,

    /// <summary>The signature of its certificate is damaged by one bit.</summary>
    BadSignatureCertificate,

    /// <summary>It answers a heartbeat with as many bytes as that claims (CVE-2014-0160); they are made up. This and the values below show a
    /// weakness to scanners: without -StartTls only, and up to the server's first flight.</summary>
    Heartbleed,

    /// <summary>It takes ChangeCipherSpec before the key exchange (CVE-2014-0224).</summary>
    CcsInjection,

    /// <summary>It chooses compression (CRIME, CVE-2012-4929).</summary>
    Compression,

    /// <summary>It does not know secure renegotiation (RFC 5746).</summary>
    InsecureRenegotiation,

    /// <summary>It speaks SSL 2.0 only (DROWN, CVE-2016-0800).</summary>
    Ssl2,

    /// <summary>It speaks SSL 3.0 only (POODLE, CVE-2014-3566).</summary>
    Ssl3,

    /// <summary>It accepts RC4 only.</summary>
    Rc4Cipher,

    /// <summary>It accepts a suite only that does not encrypt.</summary>
    NullCipher,

    /// <summary>It accepts a suite only that has no certificate.</summary>
    AnonymousCipher,

    /// <summary>It accepts suites for export only (FREAK and LOGJAM).</summary>
    ExportCipher,

    /// <summary>It accepts DHE only, with a well-known prime of 1024 bits (LOGJAM, CVE-2015-4000).</summary>
    SmallPrime,
}
