using QSslCore.Verification;

namespace QSslCore.Tls.Stapling;

/// <summary>The signatures that a verdict on an OCSP response needs, checked by a TLS library. It judges nothing else.</summary>
internal interface IOcspSignatures : ISignatureVerifier
{
    /// <summary>Whether a certificate's key has signed a response; false, too, where the library cannot tell.</summary>
    /// <param name="response">The whole response.</param>
    /// <param name="signer">The certificate that the response names.</param>
    bool HasSigned(ReadOnlySpan<byte> response, QSslCertificate signer);
}
