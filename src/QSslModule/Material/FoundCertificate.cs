using System.Globalization;
using QSslCore;

namespace QSslModule;

/// <summary>One certificate where it was found.</summary>
/// <param name="Target">The path, with the alias or the number in it where there are several.</param>
/// <param name="Certificate">The certificate.</param>
/// <param name="Issuers">Certificates of the same place that lead towards its root, its issuer first.</param>
internal sealed record FoundCertificate(string Target, QSslCertificate Certificate, IReadOnlyList<QSslCertificate> Issuers)
{
    /// <summary>No chain is longer, and what others put into a file must not cost more.</summary>
    private const int MaxIssuers = 10;

    /// <summary>All certificates of one place, each with those that may lead on from it.</summary>
    /// <param name="place">The path.</param>
    /// <param name="certificates">What is there, with the names that there are.</param>
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
