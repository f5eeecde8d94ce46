using QSslCore;

namespace QSslModule;

/// <summary>Finds what the issuers report against the certificates of a host.</summary>
internal static class RevocationJudge
{
    public static IEnumerable<SslReportFinding> Judge(HostCheckResult result, ReportLimits limits)
    {
        // A refused host already has a reason. Revocation is judged only for a host that is accepted.
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
