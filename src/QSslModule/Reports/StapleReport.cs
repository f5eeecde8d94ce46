using QSslCore;

namespace QSslModule;

/// <summary>Reports the OCSP response that a host staples to its certificate.</summary>
internal static class StapleReport
{
    /// <summary>Returns None, Good, Revoked, Unknown or Invalid; empty if no response was requested.</summary>
    public static string Describe(HostCheckResult result)
    {
        if (!result.IsStapleRequested || result.PeerCertificateChain.Count == 0)
            return "";
        return result.StapleError?.Error switch
        {
            SslErrorCode.OcspNoResponseFound => "None",
            SslErrorCode.OcspStatusUnknown => nameof(QOcspCertificateStatus.Unknown),
            not null => "Invalid",
            null => result.OcspResponses is [QOcspResponse response, ..] ? response.CertificateStatus.ToString() : "",
        };
    }

    /// <summary>Finds faults of a staple that only the test requested: browsers refuse a bad one. Also reports what a backend that does not
    /// check staples leaves open.</summary>
    public static IEnumerable<SslReportFinding> Judge(HostCheckResult result)
    {
        bool mustStaple = result.PeerCertificate.MustStaple;
        if (!result.IsStapleRequested)
        {
            if (mustStaple)
                yield return FindingRules.StapleUnknown.Found(
                    "The certificate promises a stapled OCSP response (must-staple), and the backend "
                        + $"'{result.Backend}' cannot ask for one: whether the host staples is unknown");
            yield break;
        }
        // If the configuration requested the staple, the fault is already among the errors of the host.
        if (result.StapleError is not { } fault || result.Errors.Contains(fault))
            yield break;
        if (fault.Error != SslErrorCode.OcspNoResponseFound)
            yield return FindingRules.StapleInvalid.Found($"The stapled OCSP response is of no use: {fault.ErrorString}");
        else if (mustStaple)
            yield return FindingRules.StapleMissing.Found(
                "The certificate promises a stapled OCSP response (must-staple), and the host sends none");
    }
}
