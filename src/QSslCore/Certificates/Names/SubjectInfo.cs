namespace QSslCore;

/// <summary>A well-known attribute of a subject's or an issuer's name.</summary>
[QtMember("QSslCertificate::SubjectInfo")]
public enum SubjectInfo
{
    /// <summary>O, the organization.</summary>
    Organization = 0,

    /// <summary>CN, the common name.</summary>
    CommonName = 1,

    /// <summary>L, the locality.</summary>
    LocalityName = 2,

    /// <summary>OU, the organizational unit.</summary>
    OrganizationalUnitName = 3,

    /// <summary>C, the country.</summary>
    CountryName = 4,

    /// <summary>ST, the state or province.</summary>
    StateOrProvinceName = 5,

    /// <summary>dnQualifier.</summary>
    DistinguishedNameQualifier = 6,

    /// <summary>serialNumber, the number of the subject and not of the certificate.</summary>
    SerialNumber = 7,

    /// <summary>emailAddress.</summary>
    EmailAddress = 8,
}
