namespace QSslCore.Tls.Platform;

/// <summary>The platform's errors in words, and the alerts behind them.</summary>
internal static partial class PlatformFailures
{
    /// <summary>What an exception says, as a sentence part, and the alert from the peer that it tells of.</summary>
    public static (string Text, AlertType? FromPeer) Describe(Exception exception)
    {
        Exception root = exception.GetBaseException();
        (string text, AlertType? alert) = OperatingSystem.IsWindows() ? FromStatus(root) : FromLibrary(root);
        return (text.TrimEnd('.', ' '), alert);
    }

    /// <summary>The alert that tells a peer why it was not accepted: the one that OpenSSL would send.</summary>
    public static AlertType AlertFor(SslErrorCode reason) => reason switch
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
