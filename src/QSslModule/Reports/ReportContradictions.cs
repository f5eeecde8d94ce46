using QSslCore;

namespace QSslModule;

/// <summary>
/// Finds what a report says of its host that no good host has. Reports lie in files and are edited, and a status that the facts contradict
/// is not known.
/// </summary>
internal static class ReportContradictions
{
    /// <summary>Returns the facts that contradict the status Ok, as sentences; none where they agree with it.</summary>
    public static IEnumerable<string> OfGood(SslHostReport report)
    {
        // An error that is among those of the identity was accepted, by name or by DANE.
        bool mayBeExpired = Has(report, SslErrorCode.CertificateExpired);
        if (!mayBeExpired && IsOver(report))
            yield return Sentence("a certificate is not valid any more");
        if (Is(report.Revocation, RevocationStatus.Revoked))
            yield return Sentence($"{nameof(report.Revocation)} is {report.Revocation}");
        if (Is(report.Stapling, QOcspCertificateStatus.Revoked) && !Has(report, SslErrorCode.CertificateRevoked))
            yield return Sentence($"{nameof(report.Stapling)} is {report.Stapling}");
        if (Is(report.Dane, DaneStatus.Mismatch) || Is(report.Dane, DaneStatus.Unknown))
            yield return Sentence($"{nameof(report.Dane)} is {report.Dane}");
        if (report.PolicyVerdicts.FirstOrDefault(verdict => verdict.Status is PolicyStatus.Broken or PolicyStatus.Unknown) is { } open)
            yield return Sentence($"{nameof(report.PolicyVerdicts)} has {open.RuleId}, which is {open.Status}");
        if (report is { Policy.Length: > 0, Profile.Failure.Length: > 0 })
            yield return Sentence($"{nameof(report.Profile)} says: {report.Profile.Failure.TrimEnd('.')}");
    }

    private static string Sentence(string fact) => $"The report says {ReportStatus.Ok}, and contradicts itself: {fact}";

    private static bool IsOver(SslHostReport report) => report.DaysLeft < 0
        || report.Chain.Concat(report.VerifiedChain).Any(certificate => certificate.DaysLeft < 0);

    private static bool Has(SslHostReport report, SslErrorCode code) => report.Errors.Any(error => Is(error, code));

    private static bool Is<T>(string text, T value)
        where T : struct, Enum => text.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase);
}
