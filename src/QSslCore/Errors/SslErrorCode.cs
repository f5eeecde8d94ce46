namespace QSslCore;

/// <summary>The error codes of a verification.</summary>
/// <remarks>Numbers from 1001 are defined by this library. All others are Qt's.</remarks>
[QtMember("QSslError::SslError")]
public enum SslErrorCode
{
    /// <summary>An error without a code of its own.</summary>
    UnspecifiedError = -1,

    /// <summary>There is no error.</summary>
    NoError = 0,

    /// <summary>The certificate of an issuer in the chain is missing.</summary>
    UnableToGetIssuerCertificate = 1,

    /// <summary>A certificate's signature cannot be decrypted.</summary>
    UnableToDecryptCertificateSignature = 2,

    /// <summary>An issuer's public key cannot be read.</summary>
    UnableToDecodeIssuerPublicKey = 3,

    /// <summary>The signature of a certificate is not valid.</summary>
    CertificateSignatureFailed = 4,

    /// <summary>A certificate is not valid yet.</summary>
    CertificateNotYetValid = 5,

    /// <summary>A certificate has expired.</summary>
    CertificateExpired = 6,

    /// <summary>The start of the validity of a certificate is malformed.</summary>
    InvalidNotBeforeField = 7,

    /// <summary>The end of the validity of a certificate is malformed.</summary>
    InvalidNotAfterField = 8,

    /// <summary>The peer's certificate is self-signed and not trusted.</summary>
    SelfSignedCertificate = 9,

    /// <summary>The chain is complete, but its root is not trusted.</summary>
    SelfSignedCertificateInChain = 10,

    /// <summary>The issuer is not among the known authorities.</summary>
    UnableToGetLocalIssuerCertificate = 11,

    /// <summary>The peer sent only its own certificate, and no authority verifies it.</summary>
    UnableToVerifyFirstCertificate = 12,

    /// <summary>A certificate was revoked.</summary>
    CertificateRevoked = 13,

    /// <summary>A certificate in the chain may not issue others.</summary>
    InvalidCaCertificate = 14,

    /// <summary>The chain is longer than one of its authorities allows.</summary>
    PathLengthExceeded = 15,

    /// <summary>A certificate is not valid for this purpose.</summary>
    InvalidPurpose = 16,

    /// <summary>The root is not trusted for this purpose.</summary>
    CertificateUntrusted = 17,

    /// <summary>The root is explicitly not trusted for this purpose.</summary>
    CertificateRejected = 18,

    /// <summary>The name of the issuer does not match.</summary>
    SubjectIssuerMismatch = 19,

    /// <summary>The key identifier of the issuer does not match.</summary>
    AuthorityIssuerSerialNumberMismatch = 20,

    /// <summary>A certificate was required, and the peer sent none.</summary>
    NoPeerCertificate = 21,

    /// <summary>The certificate is not valid for the name of the host.</summary>
    HostNameMismatch = 22,

    /// <summary>TLS is not available.</summary>
    NoSslSupport = 23,

    /// <summary>The certificate is known to be compromised.</summary>
    CertificateBlacklisted = 24,

    /// <summary>It is not known whether the certificate is revoked.</summary>
    CertificateStatusUnknown = 25,

    /// <summary>A stapled OCSP response was requested, and none was received.</summary>
    OcspNoResponseFound = 26,

    /// <summary>The OCSP responder reported a malformed request.</summary>
    OcspMalformedRequest = 27,

    /// <summary>The OCSP response is malformed.</summary>
    OcspMalformedResponse = 28,

    /// <summary>The OCSP responder had an internal error.</summary>
    OcspInternalError = 29,

    /// <summary>The OCSP responder asks the client to try again later.</summary>
    OcspTryLater = 30,

    /// <summary>The OCSP responder requires a signed request. (The spelling is Qt's.)</summary>
    OcspSigRequred = 31,

    /// <summary>The OCSP responder refuses the request.</summary>
    OcspUnauthorized = 32,

    /// <summary>The signature or the signer of the OCSP response is not trusted.</summary>
    OcspResponseCannotBeTrusted = 33,

    /// <summary>The OCSP response is for another certificate.</summary>
    OcspResponseCertIdUnknown = 34,

    /// <summary>The OCSP response is not valid at this time.</summary>
    OcspResponseExpired = 35,

    /// <summary>The OCSP responder does not know the certificate.</summary>
    OcspStatusUnknown = 36,

    /// <summary>The key of a certificate is too weak, or its strength is not known. Not in Qt.</summary>
    CertificateKeyTooWeak = 1001,

    /// <summary>A certificate is signed with a weak hash, or with an algorithm of unknown strength. Not in Qt.</summary>
    CertificateSignatureTooWeak = 1002,

    /// <summary>A certificate has a critical extension that is not understood. Not in Qt.</summary>
    UnhandledCriticalExtension = 1003,

    /// <summary>A name violates the name constraints of an authority, or the constraints are malformed. Not in Qt.</summary>
    NameConstraintViolation = 1004,

    /// <summary>The chain does not comply with a certificate policy that it requires. Not in Qt.</summary>
    PolicyViolation = 1005,

    /// <summary>The chain has more certificates than <see cref="QSslConfiguration.PeerVerifyDepth"/> allows. Not in Qt.</summary>
    ChainTooLong = 1006,

    /// <summary>A certificate, or one of its extensions, is malformed. Not in Qt.</summary>
    InvalidCertificate = 1007,
}
