using QSslCore;

namespace QSslModule;

/// <summary>Finds what the TLSA records of a host say against it, and what they leave open.</summary>
internal static class DaneJudge
{
    public static IEnumerable<SslReportFinding> Judge(HostCheckResult result)
    {
        if (result.Dane is not { } dane)
            yield break;
        string reason = dane.Reason.TrimEnd('.');
        switch (dane.Status)
        {
            case DaneStatus.None:
                yield return FindingRules.DaneMissing.Found(
                    $"There are no TLSA records of {SslTarget.Display(result.HostName, result.Port)}: DANE says nothing about the host");
                break;
            case DaneStatus.Unusable:
                yield return FindingRules.DaneUnusable.Found(reason);
                break;
            case DaneStatus.Unknown:
                yield return FindingRules.DaneUnknown.Found(reason);
                break;
            case DaneStatus.Mismatch:
                // Anyone on the way can make records that were not validated: they may be the fault, not the host.
                yield return FindingRules.DaneMismatch.Found(dane.IsValidated,
                    dane.IsValidated ? reason : $"{reason}; and the resolver did not say that it validated them");
                break;
            case DaneStatus.Match when !dane.IsValidated:
                yield return FindingRules.DaneNotValidated.Found(
                    $"{reason}, and the resolver did not say that it validated it (DNSSEC), or the MX record that led there: it proves "
                        + "nothing");
                break;
        }
    }

    /// <summary>Writes down the records, each with what it says.</summary>
    public static void Describe(SslHostReport report, HostCheckResult result)
    {
        if (result.Dane is not { } dane)
            return;
        report.Dane = dane.Status.ToString();
        report.DaneValidated = dane.IsValidated;
        report.TlsaRecords = [.. dane.Records.Select(record => record.ToString())];
    }
}
