namespace QSslCore;

/// <summary>The status of a certificate from an OCSP responder. The numbers are Qt's.</summary>
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
