using System.Security.Cryptography;
using QSslCore.Verification;

namespace QSslCore.Tls.Stapling;

/// <summary>
/// Whether the signer of an OCSP response may answer for an authority (RFC 6960, section 4.2.2.2): it is the authority itself, or a
/// responder whose certificate the authority issued for that purpose. What holds for the certificates of a path holds for a responder's.
/// </summary>
/// <remarks>Nothing is asked about the responder's own revocation, as if its certificate had id-pkix-ocsp-nocheck.</remarks>
/// <param name="encoded">The whole response.</param>
/// <param name="response">The same, taken apart.</param>
/// <param name="data">What is signed.</param>
/// <param name="signatures">Checks signatures.</param>
internal sealed class OcspTrust(ReadOnlyMemory<byte> encoded, OcspStructure response, OcspResponseData data, IOcspSignatures signatures)
{
    /// <summary>A responder sends one certificate, or a few: the time to verify hundreds would only be an attacker's gain.</summary>
    private const int MaxCandidates = 8;

    /// <summary>Why the signer may not answer, as the end of a sentence; null when it may.</summary>
    /// <param name="peer">Whose certificate the response is about, its chain verified.</param>
    /// <param name="authority">The issuer of the peer's certificate.</param>
    /// <param name="now">When the signer must be valid.</param>
    public string? ObjectionTo(TlsPeer peer, QSslCertificate authority, DateTimeOffset now)
    {
        if (authority.IsNull)
            return "the issuer of the peer's certificate is not known";
        QSslCertificate subject = peer.Chain[0];
        // What is wrong with the peer's certificate alone, such as its time, takes nothing from its issuer.
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

    // RFC 6960 names keys by SHA-1: it only finds the key, and the signature proves it.
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
        // Any purpose is not enough: RFC 6960 wants this one, and the authority to have meant it.
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
