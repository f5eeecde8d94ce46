namespace QSslCore.Verification;

/// <summary>Checks the signatures of certificates with the means of one backend. Thread-safe.</summary>
public interface ISignatureVerifier
{
    /// <summary>Whether a certificate is signed with the key of another. Returns false for a signature that cannot be checked. It does not
    /// throw.</summary>
    /// <param name="certificate">The certificate with the signature.</param>
    /// <param name="issuer">The certificate with the key.</param>
    bool IsSignedBy(QSslCertificate certificate, QSslCertificate issuer);
}
