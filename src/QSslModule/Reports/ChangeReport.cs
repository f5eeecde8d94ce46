using System.Globalization;
using System.Text.RegularExpressions;

namespace QSslModule;

/// <summary>
/// Makes reports of what has changed at targets, so that each format and each exit code tells it: a change is a warning, and critical where
/// a host has become critical or unreachable, or has got a weakness.
/// </summary>
internal static partial class ChangeReport
{
    /// <param name="target">The target of the runs.</param>
    public static SslHostReport Of(TargetComparison target)
    {
        SslHostReport report = target.Report;
        // A copy: the run itself stays as it is.
        SslHostReport changed = ReportReader.Read(report)!;
        SslReportList<SslReportFinding> findings =
        [
            .. target.Changes.Select(change => new SslReportFinding
            {
                Code = change.Kind,
                Severity = IsCritical(change) ? ReportStatus.Critical : ReportStatus.Warning,
                Message = Words(change, report),
            }).OrderBy(finding => finding.Severity == ReportStatus.Critical ? 0 : 1),
        ];
        if (target.IsOpen)
            findings = [FindingRules.NothingCompared.Found(WhyOpen(report))];
        changed.Findings = findings;
        changed.Reason = [.. findings.Select(finding => finding.Message)];
        changed.Status = target.IsOpen ? ReportStatus.Unknown : findings is [var first, ..] ? first.Severity : ReportStatus.Ok;
        return changed;
    }

    /// <summary>Why it is not known whether anything has changed, as a sentence without its end.</summary>
    public static string WhyOpen(SslHostReport report)
    {
        string why = report.Reason.FirstOrDefault(reason => reason.Length > 0) is { } reason ? $" ({reason.TrimEnd('.')})" : "";
        return $"Whether anything has changed is not known: the host is {report.Status} in both runs{why}";
    }

    private static bool IsCritical(SslReportChange change) => change.Kind switch
    {
        "StatusChanged" or "TargetAdded" => change.After is ReportStatus.Critical or ReportStatus.Unreachable,
        "WeaknessAdded" => true,
        _ => false,
    };

    /// <summary>Such as: Certificate changed: it was AB, and is CD.</summary>
    private static string Words(SslReportChange change, SslHostReport report)
    {
        string what = Capitals().Replace(change.Kind, match => " " + match.Value.ToLowerInvariant());
        string why = change.Kind is "StatusChanged" or "TargetAdded" && report.Reason.FirstOrDefault() is { Length: > 0 } reason
            ? $" ({reason})"
            : "";
        return (change.Before, change.After) switch
        {
            (null, var after) => $"{what}: {Text(after)}{why}",
            (var before, null) => $"{what}: {Text(before)}",
            var (before, after) => $"{what}: it was {Text(before)}, and is {Text(after)}{why}",
        };
    }

    private static string Text(object? value) => value is DateTime time
        ? ReportText.Iso(time)
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex Capitals();
}
