namespace QSslCore;

/// <summary>The status of a certificate from an OCSP responder. The numbers are Qt's.</summary>
[QtMember("QOcspCertificateStatus")]
public enum QOcspCertificateStatus
{
    /// <summary>The certificate was not revoked.</summary>
    Good = 0,

    /// <summary>The certificate was revoked.</summary>
    Revoked = 1,

    /// <summary>The responder does not know the certificate.</summary>
    Unknown = 2,
}
