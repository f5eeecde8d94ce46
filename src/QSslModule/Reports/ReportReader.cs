using System.Management.Automation;

namespace QSslModule;

/// <summary>
/// Reads reports from objects: live reports, and the output of Import-Clixml, ConvertFrom-Json, a job or a remote session. The reader
/// relies only on the property names, which are the same in all of them.
/// </summary>
internal static class ReportReader
{
    /// <summary>Returns the object as a report, or null if it is not a report.</summary>
    public static SslHostReport? Read(object? input)
    {
        if (input is null or string or PSObject { BaseObject: string })
            return null;
        ReportBag bag = new(input);
        if (!bag.Has("Status") || (!bag.Has("Target") && !bag.Has("HostName")))
            return null;
        string hostName = bag.Text("HostName");
        int port = bag.Number("Port") is { } number and > 0 and <= ushort.MaxValue ? (int)number : SslTarget.NoPort;
        string target = bag.Text("Target") is { Length: > 0 } told ? told : SslTarget.Display(hostName, port);
        if (string.IsNullOrWhiteSpace(target))
            return null;
        // A shortened report has only the target. The report for an invalid target has a text that does not name a host.
        if (hostName.Length == 0 && TargetParser.ParseText(target, target) is { Failure.Length: 0 } parsed)
            (hostName, port) = (parsed.HostName, port == SslTarget.NoPort ? parsed.Port : port);
        SslHostReport report = new() { Target = target, HostName = hostName, Port = port, Timestamp = DateTime.UnixEpoch };
        ReportFields.Fill(report, bag);
        report.Status = Array.Find(ReportStatus.All, known => known.Equals(report.Status, StringComparison.OrdinalIgnoreCase))
            ?? ReportStatus.Unknown;
        report.At = bag.Time("At") ?? report.Timestamp;
        if (report.Thumbprint.Length == 0)
            report.Thumbprint = report.Chain.FirstOrDefault()?.Thumbprint ?? "";
        // What this module has made itself is of one piece; the report of a comparison has the facts of a host, and another status.
        bool isOwn = (input is PSObject wrapped ? wrapped.BaseObject : input) is SslHostReport;
        Reconcile(report, isOwn ? [] : [.. Doubts(report, bag)]);
        return report;
    }

    /// <summary>Why a status that is good cannot be believed, in sentences.</summary>
    private static IEnumerable<string> Doubts(SslHostReport report, ReportBag bag)
    {
        int unread = bag.CountOf(nameof(report.Findings)) - report.Findings.Length;
        if (unread > 0)
            yield return unread == 1 ? "A finding of the report cannot be read" : $"{unread} findings of the report cannot be read";
        foreach (string name in bag.Unreadable.Order(StringComparer.Ordinal))
            yield return $"The property {name} of the report cannot be read";
        foreach (string contradiction in ReportContradictions.OfGood(report))
            yield return contradiction;
    }

    /// <summary>Makes the status agree with the findings and the facts. A finding counts even if the status is better.</summary>
    private static void Reconcile(SslHostReport report, string[] doubts)
    {
        string? gravest = report.Findings.Select(finding => finding.Severity).MinBy(ReportStatus.Rank);
        if (report.Status is ReportStatus.Ok or ReportStatus.Warning && gravest is not null
            && ReportStatus.Rank(gravest) < ReportStatus.Rank(report.Status))
            report.Status = gravest;
        else if (report.Status == ReportStatus.Ok && (doubts.Length > 0 || report.Reason.Any(reason => reason.Length > 0)))
            (report.Status, report.Reason) = (ReportStatus.Unknown, [.. report.Reason.Where(reason => reason.Length > 0), .. doubts]);
        string severity = SeverityOf(report.Status);
        if (report.Status == ReportStatus.Ok || report.Findings.Any(finding =>
            ReportStatus.Rank(finding.Severity) <= ReportStatus.Rank(severity)))
            return;
        // Shortened JSON has only the sentences, or not even those.
        IEnumerable<string> reasons = report.Reason.Except(report.Findings.Select(finding => finding.Message))
            .DefaultIfEmpty(report.Status);
        report.Findings =
        [
            .. reasons.Select(reason => new SslReportFinding { Code = report.Status, Severity = severity, Message = reason }),
                .. report.Findings,
        ];
    }

    private static string SeverityOf(string status) => status == ReportStatus.Warning ? ReportStatus.Warning : ReportStatus.Critical;
}
