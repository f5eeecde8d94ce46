namespace QSslCore.Verification;

/// <summary>Checks whether a certificate's key and the algorithm of its signature are strong enough.</summary>
internal static class AlgorithmRules
{
    /// <param name="certificate">The certificate to judge.</param>
    /// <param name="judgesSignature">False for the root, which is trusted itself. Its own signature is not checked.</param>
    public static IEnumerable<QSslError> Check(QSslCertificate certificate, bool judgesSignature)
    {
        CertificateFacts facts = certificate.Facts;
        if (ReferenceEquals(facts, CertificateFacts.None))
            yield break;
        if (KeyStrength.WeaknessOf(facts.EncodedKey) is { } weakness)
            yield return new(SslErrorCode.CertificateKeyTooWeak, certificate, $"The key of the certificate is too weak: {weakness}");
        if (!judgesSignature)
            yield break;
        SignatureAlgorithm algorithm = facts.SignatureAlgorithm;
        if (algorithm.IsWeak)
        {
            string name = algorithm.Name.Length > 0 ? algorithm.Name : "an algorithm that cannot be read";
            string fault = algorithm.Scheme == SignatureScheme.Unknown ? "whose strength is unknown" : "which is too weak";
            yield return new(SslErrorCode.CertificateSignatureTooWeak, certificate, $"The certificate is signed with {name}, {fault}");
        }
        // RFC 5280, section 4.1.1.2: only the inner field is signed.
        if (!facts.SignedAlgorithm.Span.SequenceEqual(facts.EncodedAlgorithm.Span))
        {
            yield return new(
                SslErrorCode.InvalidCertificate, certificate,
                "The certificate is malformed: it names two different algorithms for its one signature");
        }
    }
}
