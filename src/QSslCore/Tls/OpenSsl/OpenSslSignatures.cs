using QSslCore.Verification;

namespace QSslCore.Tls.OpenSsl;

/// <summary>Checks signatures of certificates with OpenSSL.</summary>
internal sealed class OpenSslSignatures : ISignatureVerifier
{
    public static OpenSslSignatures Instance { get; } = new();

    public bool IsSignedBy(QSslCertificate certificate, QSslCertificate issuer)
    {
        try
        {
            using SafeX509Handle lower = NativeCertificates.ToNative(certificate), upper = NativeCertificates.ToNative(issuer);
            using SafeEvpPKeyHandle key = X509.X509_get_pubkey(upper);
            return !key.IsInvalid && X509.X509_verify(lower, key) == 1;
        }
        catch (TlsSetupException)
        {
            // The library cannot read one of the certificates.
            return false;
        }
        finally
        {
            OpenSslErrorQueue.Clear();
        }
    }
}
