using System.Security.Cryptography;
using QSslCore.Tls;
using QSslCore.Verification;

namespace QSslCore;

/// <summary>
/// Whether the signer of an OCSP response may answer for an authority (RFC 6960, section 4.2.2.2): it is the authority itself, or a
/// responder whose certificate the authority issued for that purpose. The rules of strength are those for chains.
/// </summary>
/// <remarks>Nothing is asked about the responder's own revocation: as with id-pkix-ocsp-nocheck, its certificate should not live long.</remarks>
/// <param name="encoded">The whole response.</param>
/// <param name="response">The same, taken apart.</param>
/// <param name="data">What is signed.</param>
/// <param name="signatures">Checks signatures.</param>
internal sealed class OcspTrust(ReadOnlyMemory<byte> encoded, OcspResponse response, OcspResponseData data, IOcspSignatures signatures)
{
    /// <summary>A responder sends one certificate, or a few: the time to verify hundreds would only be an attacker's gain.</summary>
    private const int MostCandidates = 8;

    private const string OcspSigning = "OCSPSigning";

    private static readonly string[] s_understood =
    [
        ExtensionNames.BasicConstraints, ExtensionNames.KeyUsage, ExtensionNames.ExtendedKeyUsage, ExtensionNames.SubjectAlternativeName,
        ExtensionNames.CertificatePolicies, ExtensionNames.OcspNoCheck,
    ];

    /// <summary>Why the signer may not answer, as the end of a sentence; null when it may.</summary>
    /// <param name="peer">Whose certificate the response is about, its chain verified.</param>
    /// <param name="authority">The issuer of the peer's certificate.</param>
    /// <param name="now">When it must be valid.</param>
    public string? ObjectionTo(TlsPeer peer, QSslCertificate authority, DateTimeOffset now)
    {
        if (CertificateParts.Of(authority) is not { } issuer)
            return "the issuer of the peer's certificate is not known";
        QSslCertificate subject = peer.Chain[0];
        // What is wrong with the peer's certificate alone, such as its time, takes nothing from its issuer.
        if (peer.ChainErrors.FirstOrDefault(e => authority.Equals(subject) || !e.Certificate.Equals(subject)) is { } fault)
            return $"the issuer of the peer's certificate is not trusted itself ({fault.ErrorString})";
        if (SignatureStrength.WeaknessOf(response.SignatureAlgorithm) is { } weakness)
            return $"its signature is too weak: {weakness}";
        string? objection = null;
        foreach (QSslCertificate signer in response.Certificates.Concat(peer.Chain).Prepend(authority).Distinct().Where(IsNamed).Take(MostCandidates))
        {
            string? found = signer.Equals(authority) ? null : ObjectionToDelegate(signer, subject, authority, issuer, now);
            found ??= signatures.HasSigned(encoded.Span, signer) ? null : $"its signature is not that of '{signer.SubjectDisplayName}'";
            if (found is null)
                return null;
            objection ??= found;
        }
        return objection ?? "the certificate of its signer is not there";
    }

    private bool IsNamed(QSslCertificate candidate) => CertificateParts.Of(candidate) is { } parts
        && (data.ResponderName is { } name ? name.Span.SequenceEqual(parts.Subject.Span) : IsNamedByKey(parts));

    // RFC 6960 names keys by SHA-1: it only finds the key, and the signature proves it.
#pragma warning disable CA5350
    private bool IsNamedByKey(CertificateParts candidate) =>
        data.ResponderKeyHash is { } hash && hash.Span.SequenceEqual(SHA1.HashData(candidate.KeyBits.Span));
#pragma warning restore CA5350

    private string? ObjectionToDelegate(
        QSslCertificate signer, QSslCertificate subject, QSslCertificate authority, CertificateParts issuer, DateTimeOffset now)
    {
        string its = $"its signer '{signer.SubjectDisplayName}'";
        if (CertificateParts.Of(signer) is not { } parts)
            return $"the certificate of {its} cannot be read";
        if (!parts.Issuer.Span.SequenceEqual(issuer.Subject.Span))
            return $"{its} was not issued by '{authority.SubjectDisplayName}', the issuer of the peer's certificate";
        CertificateExtensions extensions = signer.Facts.Extensions;
        if (extensions.All.FirstOrDefault(e => extensions.IsRepeated(e.Oid)) is { } repeated)
            return $"the certificate of {its} has the extension {repeated.Name} more than once";
        if (extensions.All.FirstOrDefault(e => e.IsCritical && !s_understood.Contains(e.Oid)) is { } unknown)
            return $"the certificate of {its} has the critical extension {unknown.Name}, which is not understood";
        if (!signer.ExtendedKeyUsages.Contains(OcspSigning))
            return $"{its} is not authorized to sign OCSP responses (id-kp-OCSPSigning)";
        if (extensions.Find(ExtensionNames.KeyUsage) is not null && !signer.KeyUsages.Any(usage => usage is "digitalSignature" or "nonRepudiation"))
            return $"the key of {its} is not for signatures";
        if (!(signer.EffectiveDate <= now))
            return $"the certificate of {its} is not valid yet";
        if (!(signer.ExpiryDate >= now))
            return $"the certificate of {its} has expired";
        if (signer.IsBlacklisted)
            return $"the certificate of {its} is known to be compromised";
        if (CertificateParts.Of(subject) is { } peer && peer.Key.Span.SequenceEqual(parts.Key.Span))
            return $"{its} answers for itself";
        if (data.Answers.Any(answer => answer.Status == QOcspCertificateStatus.Revoked && answer.Id.Means(parts, issuer)))
            return $"the certificate of {its} was revoked";
        if (KeyStrength.WeaknessOf(parts.Key) is { } weakKey)
            return $"the key of {its} is too weak: {weakKey}";
        if (!parts.InnerAlgorithm.Span.SequenceEqual(parts.OuterAlgorithm.Span))
            return $"the certificate of {its} names two signature algorithms";
        if (SignatureStrength.WeaknessOf(parts.OuterAlgorithm) is { } weakSignature)
            return $"the certificate of {its} is signed too weakly: {weakSignature}";
        return signatures.HasIssued(signer, authority)
            ? null
            : $"the certificate of {its} does not have the signature of '{authority.SubjectDisplayName}'";
    }
}
