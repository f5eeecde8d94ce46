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
}
