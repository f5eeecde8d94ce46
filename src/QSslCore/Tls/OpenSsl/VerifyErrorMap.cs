using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>OpenSSL's verification codes (X509_V_ERR_…) as Qt's, and Qt's as alerts that OpenSSL will send.</summary>
internal static class VerifyErrorMap
{
    private const int ApplicationVerification = 50;

    private static readonly Dictionary<int, SslErrorCode> s_codes = new()
    {
        [2] = SslErrorCode.UnableToGetIssuerCertificate,
        [4] = SslErrorCode.UnableToDecryptCertificateSignature,
        [6] = SslErrorCode.UnableToDecodeIssuerPublicKey,
        [7] = SslErrorCode.CertificateSignatureFailed,
        [9] = SslErrorCode.CertificateNotYetValid,
        [10] = SslErrorCode.CertificateExpired,
        [13] = SslErrorCode.InvalidNotBeforeField,
        [14] = SslErrorCode.InvalidNotAfterField,
        [18] = SslErrorCode.SelfSignedCertificate,
        [19] = SslErrorCode.SelfSignedCertificateInChain,
        [20] = SslErrorCode.UnableToGetLocalIssuerCertificate,
        [21] = SslErrorCode.UnableToVerifyFirstCertificate,
        [23] = SslErrorCode.CertificateRevoked,
        [24] = SslErrorCode.InvalidCaCertificate,
        [25] = SslErrorCode.PathLengthExceeded,
        [26] = SslErrorCode.InvalidPurpose,
        [27] = SslErrorCode.CertificateUntrusted,
        [28] = SslErrorCode.CertificateRejected,
        // A certificate without the right to sign others is no authority, whatever way that was found out.
        [79] = SslErrorCode.InvalidCaCertificate,
    };

    public static QSslError ToError(int code, QSslCertificate certificate)
    {
        if (s_codes.TryGetValue(code, out SslErrorCode known))
            return new(known, certificate);
        string text = Marshal.PtrToStringUTF8(X509.X509_verify_cert_error_string(new CLong(code))) ?? $"verification code {code}";
        return new(SslErrorCode.UnspecifiedError, certificate, $"The certificate cannot be accepted: {text}.");
    }

    /// <summary>The code that makes OpenSSL send the alert that fits.</summary>
    public static int ToVerifyCode(SslErrorCode reason)
    {
        foreach ((int code, SslErrorCode known) in s_codes)
        {
            if (known == reason)
                return code;
        }
        return reason switch
        {
            SslErrorCode.HostNameMismatch => 62,
            _ => ApplicationVerification,
        };
    }
}
