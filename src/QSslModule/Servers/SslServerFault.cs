namespace QSslModule;

/// <summary>The intentional faults of a server, for tests of clients.</summary>
public enum SslServerFault
{
    /// <summary>The server sends an answer that the protocol does not allow. Without -StartTls, it sends text instead of TLS.</summary>
    WrongAnswer,

    /// <summary>The server does not offer TLS and does not know the command for it. Only with -StartTls.</summary>
    NotOffered,

    /// <summary>The server offers TLS and refuses to start it. Without -StartTls, it answers the ClientHello with an alert.</summary>
    Refusal,

    /// <summary>The server sends plain text together with its go-ahead, as an attacker on the path would. Only with -StartTls.</summary>
    GluedPlaintext,

    /// <summary>The server closes the connection in the middle of its first flight.</summary>
    TruncatedHandshake,

    /// <summary>The server closes the connection instead of answering.</summary>
    Close,

    /// <summary>The server neither answers nor closes the connection.</summary>
    Silence,

    /// <summary>The server's certificate expired yesterday.</summary>
    ExpiredCertificate,

    /// <summary>The server's certificate becomes valid tomorrow.</summary>
    NotYetValidCertificate,

    /// <summary>The server's certificate is for wrong-name.invalid.</summary>
    WrongNameCertificate,

    /// <summary>The server's certificate is for code signing.</summary>
    WrongUsageCertificate,

    /// <summary>One bit of the signature of the server's certificate is wrong.</summary>
    BadSignatureCertificate,

    /// <summary>The server answers a heartbeat with as many bytes as the heartbeat claims (CVE-2014-0160). The bytes are invented. This
    /// value and the values below show a weakness to scanners. They work only without -StartTls, and up to the server's first
    /// flight.</summary>
    Heartbleed,

    /// <summary>The server accepts ChangeCipherSpec before the key exchange (CVE-2014-0224).</summary>
    CcsInjection,

    /// <summary>The server chooses compression (CRIME, CVE-2012-4929).</summary>
    Compression,

    /// <summary>The server does not support secure renegotiation (RFC 5746).</summary>
    InsecureRenegotiation,

    /// <summary>The server supports only SSL 2.0 (DROWN, CVE-2016-0800).</summary>
    Ssl2,

    /// <summary>The server supports only SSL 3.0 (POODLE, CVE-2014-3566).</summary>
    Ssl3,

    /// <summary>The server accepts only RC4.</summary>
    Rc4Cipher,

    /// <summary>The server accepts only a suite without encryption.</summary>
    NullCipher,

    /// <summary>The server accepts only a suite without a certificate.</summary>
    AnonymousCipher,

    /// <summary>The server accepts only export suites (FREAK and LOGJAM).</summary>
    ExportCipher,

    /// <summary>The server accepts only DHE, with a well-known prime of 1024 bits (LOGJAM, CVE-2015-4000).</summary>
    SmallPrime,
}
