using QSslCore;
using QSslCore.Verification;

namespace QSslModule;

/// <summary>
/// Finds weak keys and weak signatures in the certificates that a host sends and in its verified path. The result does not depend on the
/// settings of the TLS library, or on what else is accepted from the host.
/// </summary>
internal static class CertificateJudge
{
    /// <summary>Finds what is weak and names the certificate. A finding is critical unless the certificate is only sent along.</summary>
    /// <param name="sent">The certificates as sent, the host's own first.</param>
    /// <param name="verified">The path that was built; empty if there is none.</param>
    /// <param name="isExpected">Errors that the user named as expected.</param>
    /// <param name="own">The name of the first certificate in messages.</param>
    public static IEnumerable<SslReportFinding> Judge(
        IReadOnlyList<QSslCertificate> sent, IReadOnlyList<QSslCertificate> verified, Func<QSslError, bool> isExpected,
        string own = "The host's own certificate")
    {
        foreach (QSslCertificate certificate in verified.Concat(sent).Where(c => !c.IsNull).Distinct())
        {
            bool isOwn = sent.Count > 0 && certificate.Equals(sent[0]);
            bool isInPath = verified.Contains(certificate);
            // The signature of a root does not matter: the root is trusted for itself. The signature of a host's own certificate does
            // matter, even if the certificate is self-signed.
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

    /// <summary>Determines whether this class finds errors of that kind.</summary>
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
