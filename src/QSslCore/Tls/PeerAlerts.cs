namespace QSslCore.Tls;

/// <summary>The alerts that give a peer the reason for its rejection.</summary>
internal static class PeerAlerts
{
    /// <summary>The alert that OpenSSL would send.</summary>
    public static AlertType For(SslErrorCode reason) => reason switch
    {
        SslErrorCode.CertificateExpired => AlertType.CertificateExpired,
        SslErrorCode.CertificateRevoked => AlertType.CertificateRevoked,
        SslErrorCode.SelfSignedCertificate or SslErrorCode.SelfSignedCertificateInChain or SslErrorCode.UnableToGetIssuerCertificate
            or SslErrorCode.UnableToGetLocalIssuerCertificate or SslErrorCode.PathLengthExceeded or SslErrorCode.InvalidCaCertificate
            or SslErrorCode.ChainTooLong =>
            AlertType.UnknownCa,
        SslErrorCode.InvalidPurpose => AlertType.UnsupportedCertificate,
        SslErrorCode.CertificateSignatureFailed or SslErrorCode.UnableToDecryptCertificateSignature => AlertType.DecryptError,
        SslErrorCode.CertificateNotYetValid or SslErrorCode.HostNameMismatch or SslErrorCode.CertificateUntrusted
            or SslErrorCode.CertificateRejected or SslErrorCode.UnableToVerifyFirstCertificate or SslErrorCode.InvalidNotBeforeField
            or SslErrorCode.InvalidNotAfterField or SslErrorCode.CertificateBlacklisted or SslErrorCode.CertificateKeyTooWeak
            or SslErrorCode.CertificateSignatureTooWeak or SslErrorCode.UnableToDecodeIssuerPublicKey => AlertType.BadCertificate,
        SslErrorCode.UnhandledCriticalExtension or SslErrorCode.NameConstraintViolation or SslErrorCode.PolicyViolation
            or SslErrorCode.InvalidCertificate => AlertType.CertificateUnknown,
        _ => AlertType.HandshakeFailure,
    };
}
