using System.Text.Json;

namespace QSslModule;

/// <summary>
/// Low-level discovery of Zabbix: an array with the macros of each host, and beside them what dependent items read of the same text.
/// </summary>
internal sealed class ZabbixReport : IReportWriter
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, NewLine = "\n" };

    public string Write(ReportSet set) => JsonSerializer.Serialize(set.WholeRows.Select(report => new Dictionary<string, object?>
    {
        ["{#NAME}"] = set.Reports.Contains(report) ? set.NameOf(report) : ReportSet.InputName,
        ["{#TARGET}"] = report.Target,
        ["{#HOST}"] = report.HostName,
        ["{#PORT}"] = report.Port,
        ["{#STARTTLS}"] = report.StartTls,
        ["{#ADDRESS}"] = report.Address,
        ["status"] = report.Status,
        ["code"] = ReportStatus.ExitCode(report.Status),
        ["daysLeft"] = report.DaysLeft,
        ["notAfter"] = ReportText.Iso(report.NotAfter),
        ["milliseconds"] = report.Timings.Total,
        ["subject"] = report.Subject,
        ["reason"] = string.Join("; ", report.Reason),
        ["tags"] = report.Tags,
    }), s_options);
}
