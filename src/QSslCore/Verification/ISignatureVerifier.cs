namespace QSslCore.Verification;

/// <summary>Checks the signatures of certificates with the means of one backend. Thread-safe.</summary>
internal interface ISignatureVerifier
{
    /// <summary>Whether a certificate is signed with the key of another. A signature that cannot be checked is none.</summary>
    bool IsSignedBy(QSslCertificate certificate, QSslCertificate issuer);
}
