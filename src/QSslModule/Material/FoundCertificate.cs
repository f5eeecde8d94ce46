using System.Globalization;
using QSslCore;

namespace QSslModule;

/// <summary>A certificate and the place where it was found.</summary>
/// <param name="Target">The path, with the alias or the number of the certificate if there are several.</param>
/// <param name="Certificate">The certificate.</param>
/// <param name="Issuers">Certificates from the same place that lead towards the root, the issuer first.</param>
internal sealed record FoundCertificate(string Target, QSslCertificate Certificate, IReadOnlyList<QSslCertificate> Issuers)
{
    /// <summary>Chains are not longer than this. The limit bounds the cost of files from untrusted sources.</summary>
    private const int MaxIssuers = 10;

    /// <summary>Returns all certificates of one place, each with the certificates that may lead on from it.</summary>
    /// <param name="place">The path.</param>
    /// <param name="certificates">The certificates, with their names if there are any.</param>
    public static IReadOnlyList<FoundCertificate> All(string place, IReadOnlyList<(string Name, QSslCertificate Certificate)> certificates)
    {
        ILookup<string, QSslCertificate> bySubject = certificates.Select(found => found.Certificate)
            .ToLookup(certificate => certificate.Subject, StringComparer.Ordinal);
        return [.. certificates.Select((found, i) => new FoundCertificate(
            certificates.Count == 1 && found.Name.Length == 0 ? place
                : string.Create(CultureInfo.InvariantCulture, $"{place}#{(found.Name.Length > 0 ? (object)found.Name : i + 1)}"),
            found.Certificate, IssuersOf(found.Certificate, bySubject)))];
    }

    private static List<QSslCertificate> IssuersOf(QSslCertificate certificate, ILookup<string, QSslCertificate> bySubject)
    {
        List<QSslCertificate> issuers = [];
        for (QSslCertificate at = certificate; issuers.Count < MaxIssuers && !at.IsSelfSigned;)
        {
            QSslCertificate? next = bySubject[at.Issuer].FirstOrDefault(other => other != certificate && !issuers.Contains(other));
            if (next is null)
                break;
            issuers.Add(next);
            at = next;
        }
        return issuers;
    }
}
