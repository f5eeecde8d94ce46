namespace QSslCore;

/// <summary>The reason why a certificate was revoked. The numbers are Qt's, not those of RFC 5280.</summary>
[QtMember("QOcspRevocationReason")]
public enum QOcspRevocationReason
{
    /// <summary>It was not revoked, or no reason was given.</summary>
    None = -1,

    /// <summary>No particular reason.</summary>
    Unspecified = 0,

    /// <summary>Its key fell into other hands.</summary>
    KeyCompromise = 1,

    /// <summary>Its authority's key fell into other hands.</summary>
    CACompromise = 2,

    /// <summary>Its holder's name or place changed.</summary>
    AffiliationChanged = 3,

    /// <summary>Another took its place.</summary>
    Superseded = 4,

    /// <summary>It is not needed any more.</summary>
    CessationOfOperation = 5,

    /// <summary>It is on hold.</summary>
    CertificateHold = 6,

    /// <summary>It was on hold and is not any more.</summary>
    RemoveFromCRL = 7,
}
