using QSslCore;

namespace QSslModule;

/// <summary>Finds what the issuers report against the certificates of a host.</summary>
internal static class RevocationJudge
{
    public static IEnumerable<SslReportFinding> Judge(HostCheckResult result)
    {
        // A refused host already has a reason. Each other host is judged, whatever its errors were accepted for: by name, or by DANE.
        if (result.Revocation is not { } verdict || result.Outcome != HostCheckOutcome.Encrypted)
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
