using QSslCore;
using QSslCore.Verification;

namespace QSslModule;

/// <summary>
/// Finds weak keys and weak signatures in the certificates that a host shows, and in its verified path, whatever the TLS library was
/// told to take and whatever is accepted of the host otherwise.
/// </summary>
internal static class CertificateJudge
{
    /// <summary>What is weak, with the words for whose it is. Critical, unless the certificate is only sent along.</summary>
    /// <param name="sent">The certificates as sent, the host's first.</param>
    /// <param name="verified">The path that was built; empty where there was none.</param>
    /// <param name="isExpected">Errors that the user named as expected.</param>
    /// <param name="own">What the first certificate is called.</param>
    public static IEnumerable<SslReportFinding> Judge(
        IReadOnlyList<QSslCertificate> sent, IReadOnlyList<QSslCertificate> verified, Func<QSslError, bool> isExpected,
        string own = "The host's own certificate")
    {
        foreach (QSslCertificate certificate in verified.Concat(sent).Where(c => !c.IsNull).Distinct())
        {
            bool isOwn = sent.Count > 0 && certificate.Equals(sent[0]);
            bool isInPath = verified.Contains(certificate);
            // What a root is signed with is of no interest: it is trusted for itself. A host's own certificate is not, be it its own
            // issuer.
            bool judgesSignature = isOwn || !(certificate.IsSelfSigned || (isInPath && certificate.Equals(verified[^1])));
            string whose = NameOf(certificate, isOwn ? own : null, isInPath ? verified : sent);
            foreach (QSslError error in AlgorithmRules.Check(certificate, judgesSignature).Where(e => IsOfStrength(e) && !isExpected(e)))
            {
                bool isCritical = isOwn || isInPath || verified.Count == 0;
                yield return new()
                {
                    Code = error.Error.ToString(),
                    Severity = isCritical ? ReportStatus.Critical : ReportStatus.Warning,
                    Message = $"{whose}: {error.ErrorString.TrimEnd('.')}. {Remedy(error.Error, isCritical)}",
                };
            }
        }
    }

    /// <summary>Whether an error is one of those that are found here.</summary>
    public static bool IsOfStrength(QSslError error) => error.Error is SslErrorCode.CertificateKeyTooWeak
        or SslErrorCode.CertificateSignatureTooWeak;

    private static string NameOf(QSslCertificate certificate, string? own, IReadOnlyList<QSslCertificate> path)
    {
        int place = path.TakeWhile(other => !other.Equals(certificate)).Count();
        string what = own ?? (certificate.IsSelfSigned ? "The root certificate"
            : $"The intermediate certificate {place}");
        return $"{what} '{certificate.Subject}'";
    }

    private static string Remedy(SslErrorCode code, bool isCritical) => (code, isCritical) switch
    {
        (_, false) => "The host sends it along, and it is not part of the verified path: leave it out",
        (SslErrorCode.CertificateKeyTooWeak, _) => "Have a new one issued for a key of RSA with 2048 bits or more, or of P-256",
        _ => "Have a new one issued that is signed with SHA-256 or better",
    };
}
