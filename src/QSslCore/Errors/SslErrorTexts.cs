namespace QSslCore;

/// <summary>The short text of each verification error.</summary>
internal static class SslErrorTexts
{
    public static string For(SslErrorCode code) => code switch
    {
        SslErrorCode.NoError => "No error",
        SslErrorCode.UnableToGetIssuerCertificate => "The certificate of an issuer in the chain could not be found",
        SslErrorCode.UnableToDecryptCertificateSignature => "The signature of the certificate could not be decrypted",
        SslErrorCode.UnableToDecodeIssuerPublicKey => "The public key in the issuer's certificate could not be read",
        SslErrorCode.CertificateSignatureFailed => "The signature of the certificate is wrong",
        SslErrorCode.CertificateNotYetValid => "The certificate is not valid yet",
        SslErrorCode.CertificateExpired => "The certificate has expired",
        SslErrorCode.InvalidNotBeforeField => "The time from which the certificate is valid (notBefore) is malformed",
        SslErrorCode.InvalidNotAfterField => "The time until which the certificate is valid (notAfter) is malformed",
        SslErrorCode.SelfSignedCertificate => "The certificate is self-signed and not trusted",
        SslErrorCode.SelfSignedCertificateInChain =>
            "The root certificate of the chain is self-signed and not trusted",
        SslErrorCode.UnableToGetLocalIssuerCertificate => "The issuer of the certificate is not among the trusted authorities",
        SslErrorCode.UnableToVerifyFirstCertificate => "No certificate of the chain could be verified",
        SslErrorCode.InvalidCaCertificate => "A certificate in the chain is not allowed to issue others",
        SslErrorCode.PathLengthExceeded => "The chain is longer than one of its authorities allows",
        SslErrorCode.InvalidPurpose => "The certificate is not meant for this purpose",
        SslErrorCode.CertificateUntrusted => "The root certificate is not trusted for this purpose",
        SslErrorCode.CertificateRejected => "The root certificate is marked as not to be trusted for this purpose",
        SslErrorCode.SubjectIssuerMismatch =>
            "The candidate issuer's subject name is not the issuer name of the certificate",
        SslErrorCode.AuthorityIssuerSerialNumberMismatch =>
            "The candidate issuer's name and serial number are not those in the certificate's key identifier",
        SslErrorCode.NoPeerCertificate => "The peer presented no certificate",
        SslErrorCode.HostNameMismatch => "The host name is not among the names the certificate is valid for",
        SslErrorCode.NoSslSupport => "TLS is not supported here",
        SslErrorCode.CertificateRevoked => "The certificate was revoked",
        SslErrorCode.CertificateBlacklisted => "The certificate is known to be compromised and is blacklisted",
        SslErrorCode.CertificateStatusUnknown => "It is not known whether the certificate was revoked",
        SslErrorCode.OcspNoResponseFound => "The server stapled no OCSP response",
        SslErrorCode.OcspMalformedRequest => "The OCSP responder found its request malformed",
        SslErrorCode.OcspMalformedResponse => "The OCSP response is malformed",
        SslErrorCode.OcspInternalError => "The OCSP responder had an internal error",
        SslErrorCode.OcspTryLater => "The OCSP responder asks to try again later",
        SslErrorCode.OcspSigRequred => "The OCSP responder requires a signed request",
        SslErrorCode.OcspUnauthorized => "The OCSP responder refused the request as unauthorized",
        SslErrorCode.OcspResponseCannotBeTrusted => "The signer of the OCSP response cannot be trusted",
        SslErrorCode.OcspResponseCertIdUnknown => "The OCSP response is for another certificate",
        SslErrorCode.OcspResponseExpired => "The OCSP response is not valid at this time",
        SslErrorCode.OcspStatusUnknown => "The OCSP responder does not know the certificate",
        SslErrorCode.CertificateKeyTooWeak => "The key of the certificate is too weak",
        SslErrorCode.CertificateSignatureTooWeak => "The certificate is signed with an algorithm that is too weak",
        SslErrorCode.UnhandledCriticalExtension => "The certificate has a critical extension that is not understood",
        SslErrorCode.NameConstraintViolation => "The certificate violates the name constraints of an authority in the chain",
        SslErrorCode.PolicyViolation => "The chain violates a certificate policy that it requires",
        SslErrorCode.ChainTooLong => "The chain has more certificates than the configuration allows",
        SslErrorCode.InvalidCertificate => "The certificate is malformed",
        _ => "The certificate could not be verified for a reason without a code of its own",
    };
}
