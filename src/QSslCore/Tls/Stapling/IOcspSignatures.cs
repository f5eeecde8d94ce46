namespace QSslCore.Tls.Stapling;

/// <summary>The two signatures that a verdict on an OCSP response needs, checked by a TLS library. It judges nothing else.</summary>
internal interface IOcspSignatures
{
    /// <summary>Whether a certificate's key has signed a response; false, too, where the library cannot tell.</summary>
    /// <param name="response">The whole response.</param>
    /// <param name="signer">The certificate that the response names.</param>
    bool HasSigned(ReadOnlySpan<byte> response, QSslCertificate signer);

    /// <summary>Whether an authority's key has signed a certificate; false, too, where the library cannot tell.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="authority">The authority.</param>
    bool HasIssued(QSslCertificate certificate, QSslCertificate authority);
}
