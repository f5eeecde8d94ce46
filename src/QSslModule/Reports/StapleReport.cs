using QSslCore;

namespace QSslModule;

/// <summary>What a report says of the OCSP response that a host staples to its certificate.</summary>
internal static class StapleReport
{
    /// <summary>The error is about the staple, and not about who the peer is.</summary>
    public static bool IsOfStaple(QSslError error) => error.Error is >= SslErrorCode.OcspNoResponseFound
        and <= SslErrorCode.OcspStatusUnknown;

    /// <summary>None, Good, Revoked, Unknown or Invalid.</summary>
    public static string Describe(QSslError? fault, IReadOnlyList<QOcspResponse> responses) => fault?.Error switch
    {
        SslErrorCode.OcspNoResponseFound => "None",
        SslErrorCode.OcspStatusUnknown => nameof(QOcspCertificateStatus.Unknown),
        not null => "Invalid",
        null => responses.Count > 0 ? responses[0].CertificateStatus.ToString() : "",
    };

    /// <summary>What is wrong with a staple that only the test wanted: browsers that look at it turn away from a bad one.</summary>
    public static IEnumerable<SslReportFinding> Judge(QSslError? fault, QSslCertificate certificate)
    {
        if (fault is null)
            yield break;
        if (fault.Error != SslErrorCode.OcspNoResponseFound)
            yield return FindingRules.StapleInvalid.Found($"The stapled OCSP response is of no use: {fault.ErrorString}");
        else if (certificate.MustStaple)
            yield return FindingRules.StapleMissing.Found(
                "The certificate promises a stapled OCSP response (must-staple), and the host sends none");
    }

    /// <summary>What a backend that does not look at staples leaves open.</summary>
    public static IEnumerable<SslReportFinding> JudgeUnasked(string backend, QSslCertificate certificate)
    {
        if (certificate.MustStaple)
        {
            yield return FindingRules.StapleUnknown.Found(
                "The certificate promises a stapled OCSP response (must-staple), and the backend "
                    + $"'{backend}' cannot ask for one: whether the host staples is unknown");
        }
    }
}
