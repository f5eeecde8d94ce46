using QSslCore;

namespace QSslModule;

/// <summary>What a report says of the OCSP response that a host staples to its certificate.</summary>
internal static class StapleReport
{
    /// <summary>None, Good, Revoked, Unknown or Invalid; empty if no response was requested.</summary>
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

    /// <summary>What is wrong with a staple that only the test requested, as browsers refuse a bad one; and what a backend leaves open that
    /// does not look at staples.</summary>
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
        // One that the configuration requested is an error of the host already.
        if (result.StapleError is not { } fault || result.Errors.Contains(fault))
            yield break;
        if (fault.Error != SslErrorCode.OcspNoResponseFound)
            yield return FindingRules.StapleInvalid.Found($"The stapled OCSP response is of no use: {fault.ErrorString}");
        else if (mustStaple)
            yield return FindingRules.StapleMissing.Found(
                "The certificate promises a stapled OCSP response (must-staple), and the host sends none");
    }
}
