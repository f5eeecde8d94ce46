using System.Security.Cryptography;
using QSslCore.Verification;

namespace QSslCore.Tls.Stapling;

/// <summary>
/// Checks whether the signer of an OCSP response may answer for an authority (RFC 6960, section 4.2.2.2). The signer is the authority
/// itself, or a responder whose certificate the authority issued for that purpose. The rules for the certificates of a path also apply to
/// a responder's certificate.
/// </summary>
/// <remarks>The revocation of the responder's own certificate is not queried, as if it had id-pkix-ocsp-nocheck.</remarks>
/// <param name="encoded">The whole response.</param>
/// <param name="response">The same response, parsed.</param>
/// <param name="data">The signed data.</param>
/// <param name="signatures">Checks signatures.</param>
internal sealed class OcspTrust(ReadOnlyMemory<byte> encoded, OcspStructure response, OcspResponseData data, IOcspSignatures signatures)
{
    /// <summary>A responder sends one certificate or a few. Verifying hundreds would only help an attacker to waste time.</summary>
    private const int MaxCandidates = 8;

    /// <summary>Returns why the signer may not answer, as the end of a sentence; null if it may.</summary>
    /// <param name="peer">The peer whose certificate the response is about, with its verified chain.</param>
    /// <param name="authority">The issuer of the peer's certificate.</param>
    /// <param name="now">The time at which the signer must be valid.</param>
    public string? ObjectionTo(TlsPeer peer, QSslCertificate authority, DateTimeOffset now)
    {
        if (authority.IsNull)
            return "the issuer of the peer's certificate is not known";
        QSslCertificate subject = peer.Chain[0];
        // An error of the peer's certificate alone, such as an expired one, does not affect its issuer.
        if (peer.ChainErrors.FirstOrDefault(e => authority.Equals(subject) || !e.Certificate.Equals(subject)) is { } fault)
            return $"the issuer of the peer's certificate is not trusted itself ({fault.ErrorString})";
        SignatureAlgorithm algorithm = SignatureAlgorithm.Read(response.SignatureAlgorithm);
        if (algorithm.IsWeak)
            return $"it is signed with {NameOf(algorithm)}, which is too weak";
        string? objection = null;
        IEnumerable<QSslCertificate> known = response.Certificates.Concat(peer.Chain).Prepend(authority).Distinct();
        foreach (QSslCertificate signer in known.Where(IsNamed).Take(MaxCandidates))
        {
            string? found = signer.Equals(authority) ? null : ObjectionToResponder(signer, peer, authority, now);
            found ??= signatures.IsSignedBy(encoded.Span, signer) ? null : $"its signature is not that of '{NameOf(signer)}'";
            if (found is null)
                return null;
            objection ??= found;
        }
        return objection ?? "the certificate of its signer is not there";
    }

    private bool IsNamed(QSslCertificate candidate) => data.ResponderName is { } name
        ? CanonicalName.AreSame(name, candidate.Facts.EncodedSubject)
        : IsNamedByKey(candidate);

    // RFC 6960 identifies keys by SHA-1. The hash only finds the key; the signature proves it.
#pragma warning disable CA5350
    private bool IsNamedByKey(QSslCertificate candidate) => data.ResponderKeyHash is { } hash
        && SubjectPublicKeyInfo.KeyBits(candidate.Facts.EncodedKey) is { } key && hash.Span.SequenceEqual(SHA1.HashData(key.Span));
#pragma warning restore CA5350

    private string? ObjectionToResponder(QSslCertificate signer, TlsPeer peer, QSslCertificate authority, DateTimeOffset now)
    {
        string its = $"its signer '{NameOf(signer)}'";
        CertificateFacts facts = signer.Facts;
        if (!CanonicalName.AreSame(facts.EncodedIssuer, authority.Facts.EncodedSubject))
            return $"{its} was not issued by '{NameOf(authority)}', the issuer of the peer's certificate";
        // The "any purpose" usage is not sufficient. RFC 6960 requires the explicit usage, so that the authority grants it on purpose.
        if (!facts.Extensions.Read(ExtensionNames.ExtendedKeyUsage, ExtensionReader.PurposeOids).Contains(ExtensionNames.OcspSigning))
            return $"{its} is not authorized to sign OCSP responses (id-kp-OCSPSigning)";
        bool saysUsage = facts.Extensions.Find(ExtensionNames.KeyUsage) is not null;
        if (saysUsage && !signer.KeyUsages.Any(usage => usage is "digitalSignature" or "nonRepudiation"))
            return $"the key of {its} is not for signatures";
        if (facts.EncodedKey.Span.SequenceEqual(peer.Chain[0].Facts.EncodedKey.Span))
            return $"{its} has the peer's key, and answers for itself";
        if (signer.IsBlacklisted)
            return $"the certificate of {its} is known to be compromised";
        if (data.Answers.Any(answer => answer.Status == QOcspCertificateStatus.Revoked && answer.Id.Means(signer, authority)))
            return $"the certificate of {its} was revoked";
        IReadOnlyList<QSslCertificate> path = [signer, authority, .. peer.VerifiedChain.SkipWhile(c => !c.Equals(authority)).Skip(1)];
        IReadOnlyList<QSslError> faults = PathRules.Check(path, endsAtAnchor: true, new(PeerUsage.Any, now, MaxDepth: 0));
        if (faults.FirstOrDefault(e => e.Certificate.Equals(signer)) is { } fault)
            return $"the certificate of {its} is refused ({fault.ErrorString})";
        return signatures.IsSignedBy(signer, authority)
            ? null
            : $"the certificate of {its} does not have the signature of '{NameOf(authority)}'";
    }

    private static string NameOf(QSslCertificate certificate) => certificate.VisibleName;

    private static string NameOf(SignatureAlgorithm algorithm) => algorithm.Scheme == SignatureScheme.Unknown
        ? $"{(algorithm.Oid.Length > 0 ? algorithm.Oid : "an algorithm that cannot be read")}, whose strength is unknown"
        : algorithm.Name;
}
