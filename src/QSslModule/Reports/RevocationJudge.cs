using QSslCore;

namespace QSslModule;

/// <summary>Finds what the issuers say against a host's certificates.</summary>
internal static class RevocationJudge
{
    public static IEnumerable<SslReportFinding> Judge(HostCheckResult result, ReportLimits limits)
    {
        // A host that is refused has its reason; of one whose errors are accepted, this is left open.
        if (result.Revocation is not { } verdict || result.Outcome != HostCheckOutcome.Encrypted || !result.Errors.All(limits.IsAccepted))
            return [];
        return verdict.Status switch
        {
            RevocationStatus.Good => [],
            RevocationStatus.Revoked => [new() { Code = nameof(SslErrorCode.CertificateRevoked), Severity = ReportStatus.Critical,
                Message = verdict.Reason }],
            _ => [FindingRules.RevocationUnknown.Found(verdict.Reason)],
        };
    }
}
