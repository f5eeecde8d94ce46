namespace QSslCore;

/// <summary>The reason why a certificate was revoked. The numbers are Qt's, not those of RFC 5280.</summary>
[QtMember("QOcspRevocationReason")]
public enum QOcspRevocationReason
{
    /// <summary>The certificate was not revoked, or no reason was given.</summary>
    None = -1,

    /// <summary>No particular reason.</summary>
    Unspecified = 0,

    /// <summary>The private key of the certificate was compromised.</summary>
    KeyCompromise = 1,

    /// <summary>The private key of the authority was compromised.</summary>
    CACompromise = 2,

    /// <summary>The holder's name or affiliation changed.</summary>
    AffiliationChanged = 3,

    /// <summary>Another certificate replaces it.</summary>
    Superseded = 4,

    /// <summary>The certificate is not needed any more.</summary>
    CessationOfOperation = 5,

    /// <summary>The certificate is on hold.</summary>
    CertificateHold = 6,

    /// <summary>The certificate was on hold, and is not any more.</summary>
    RemoveFromCRL = 7,
}
