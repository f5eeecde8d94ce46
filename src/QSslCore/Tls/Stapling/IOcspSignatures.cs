using QSslCore.Verification;

namespace QSslCore.Tls.Stapling;

/// <summary>The signatures that a verdict on an OCSP response needs, checked by a backend's library. It judges nothing else.
/// Thread-safe.</summary>
public interface IOcspSignatures : ISignatureVerifier
{
    /// <summary>Whether a response is signed with the key of a certificate. A signature that cannot be checked is none: no exception
    /// leaves it.</summary>
    /// <param name="response">The whole response in DER.</param>
    /// <param name="signer">The certificate that the response names.</param>
    bool IsSignedBy(ReadOnlySpan<byte> response, QSslCertificate signer);
}
