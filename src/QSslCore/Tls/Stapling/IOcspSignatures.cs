using QSslCore.Verification;

namespace QSslCore.Tls.Stapling;

/// <summary>Checks the signatures for a verdict on an OCSP response with a backend's library. It checks nothing else.
/// Thread-safe.</summary>
public interface IOcspSignatures : ISignatureVerifier
{
    /// <summary>Whether a response is signed with the key of a certificate. Returns false for a signature that cannot be checked; it throws
    /// no exception.</summary>
    /// <param name="response">The whole response in DER.</param>
    /// <param name="signer">The certificate that the response names.</param>
    bool IsSignedBy(ReadOnlySpan<byte> response, QSslCertificate signer);
}
