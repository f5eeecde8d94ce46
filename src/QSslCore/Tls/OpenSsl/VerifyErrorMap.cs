using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>Maps OpenSSL's verification codes (X509_V_ERR_…) to QSslCore's error codes, and these to the alerts that OpenSSL will
/// send.</summary>
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
        [22] = SslErrorCode.ChainTooLong,
        [23] = SslErrorCode.CertificateRevoked,
        [24] = SslErrorCode.UnableToDecodeIssuerPublicKey,
        [25] = SslErrorCode.PathLengthExceeded,
        [26] = SslErrorCode.InvalidPurpose,
        [27] = SslErrorCode.CertificateUntrusted,
        [28] = SslErrorCode.CertificateRejected,
        [29] = SslErrorCode.SubjectIssuerMismatch,
        [30] = SslErrorCode.AuthorityIssuerSerialNumberMismatch,
        [31] = SslErrorCode.AuthorityIssuerSerialNumberMismatch,
        [34] = SslErrorCode.UnhandledCriticalExtension,
        // Proxy certificates (RFC 3820), which other certificates issue, are not authorities here.
        [38] = SslErrorCode.PathLengthExceeded,
        [39] = SslErrorCode.InvalidPurpose,
        [40] = SslErrorCode.InvalidPurpose,
        [42] = SslErrorCode.PolicyViolation,
        [43] = SslErrorCode.PolicyViolation,
        [62] = SslErrorCode.HostNameMismatch,
        [63] = SslErrorCode.HostNameMismatch,
        [64] = SslErrorCode.HostNameMismatch,
        [65] = SslErrorCode.CertificateUntrusted,
        [71] = SslErrorCode.CertificateUntrusted,
        [75] = SslErrorCode.OcspStatusUnknown,
        [95] = SslErrorCode.CertificateUntrusted,
    };

    static VerifyErrorMap()
    {
        // Errors of CRLs that the environment requested, and cases that OCSP does not decide.
        Map(SslErrorCode.CertificateStatusUnknown, 3, 5, 8, 11, 12, 15, 16, 33, 35, 36, 44, 54, 73, 74, 96, 97, 98, 99, 100);
        // A certificate without the right to sign others is not an authority, however that was found.
        Map(SslErrorCode.InvalidCaCertificate, 32, 37, 79, 89, 92);
        Map(SslErrorCode.NameConstraintViolation, 46, 47, 48, 49, 51, 52, 53, 72);
        Map(SslErrorCode.CertificateKeyTooWeak, 58, 61, 66, 67, 94);
        Map(SslErrorCode.CertificateSignatureTooWeak, 57, 59, 60, 68, 76);
        Map(SslErrorCode.InvalidCertificate, 41, 45, 55, 56, 77, 78, 80, 81, 82, 83, 84, 85, 86, 87, 88, 90, 91, 93);
    }

    public static QSslError ToError(int code, QSslCertificate certificate)
    {
        string text = Marshal.PtrToStringUTF8(X509.X509_verify_cert_error_string(new CLong(code))) ?? $"verification code {code}";
        SslErrorCode known = s_codes.GetValueOrDefault(code, SslErrorCode.UnspecifiedError);
        // Qt's codes need no explanation. One of our own codes may stand for several codes of the library.
        bool saysLess = known is SslErrorCode.UnspecifiedError or > SslErrorCode.OcspStatusUnknown;
        return new(known, certificate, saysLess ? $"The certificate cannot be accepted: {text}" : null);
    }

    /// <summary>Returns the code that makes OpenSSL send the matching alert.</summary>
    public static int ToVerifyCode(SslErrorCode reason) => reason switch
    {
        SslErrorCode.InvalidCaCertificate => 79,
        SslErrorCode.CertificateKeyTooWeak => 66,
        SslErrorCode.CertificateSignatureTooWeak => 68,
        SslErrorCode.NameConstraintViolation => 47,
        SslErrorCode.InvalidCertificate => 41,
        SslErrorCode.CertificateUntrusted => 27,
        SslErrorCode.HostNameMismatch => 62,
        SslErrorCode.CertificateBlacklisted => 28,
        _ => s_codes.FirstOrDefault(pair => pair.Value == reason, new(ApplicationVerification, reason)).Key,
    };

    private static void Map(SslErrorCode known, params ReadOnlySpan<int> codes)
    {
        foreach (int code in codes)
            s_codes.Add(code, known);
    }
}
