namespace QSslCore;

/// <summary>Takes a certificate's encoding apart.</summary>
internal static class CertificateParser
{
    /// <returns>Null when it is not a certificate.</returns>
    public static CertificateFacts? Parse(byte[] der) => throw new NotImplementedException();
}
