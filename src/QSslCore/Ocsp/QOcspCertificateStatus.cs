namespace QSslCore;

/// <summary>What an OCSP responder says about a certificate; Qt's numbers.</summary>
[QtMember("QOcspCertificateStatus")]
public enum QOcspCertificateStatus
{
    /// <summary>It was not revoked.</summary>
    Good = 0,

    /// <summary>It was revoked.</summary>
    Revoked = 1,

    /// <summary>The responder does not know it.</summary>
    Unknown = 2,
}
