using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QSslModule;

/// <summary>The Test Anything Protocol, version 14: a test point for each host. A warning is ok, and told in the block below it.</summary>
internal sealed class TapReport : IReportWriter
{
    public string Write(ReportSet set)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"TAP version 14\n1..{set.Reports.Count + (set.IsWhole ? 0 : 1)}\n");
        int number = 0;
        foreach (SslHostReport report in set.Reports)
        {
            bool isGood = report.Status is ReportStatus.Ok or ReportStatus.Warning;
            WritePoint(text, isGood, ++number, set.NameOf(report), report.Status, report.Reason, report.DaysLeft, report.Tags);
        }
        if (!set.IsWhole)
            WritePoint(text, false, ++number, ReportSet.InputName, ReportStatus.Unknown, [set.Summary()], null, TargetTags.None);
        return text.ToString();
    }

    private static void WritePoint(StringBuilder text, bool isGood, int number, string name, string status, SslTextList reasons,
        int? daysLeft, IReadOnlyDictionary<string, string> tags)
    {
        string shown = name.Replace("\\", @"\\", StringComparison.Ordinal).Replace("#", "\\#", StringComparison.Ordinal);
        text.Append(CultureInfo.InvariantCulture, $"{(isGood ? "ok" : "not ok")} {number} - {shown}\n  ---\n  status: {Quote(status)}\n");
        if (daysLeft is { } days)
            text.Append(CultureInfo.InvariantCulture, $"  daysLeft: {days}\n");
        if (reasons.Length > 0)
            text.Append("  reasons:\n").AppendJoin("", reasons.Select(reason => $"    - {Quote(reason)}\n"));
        if (tags.Count > 0)
            text.Append("  tags:\n").AppendJoin("", tags.Select(tag => $"    {Quote(tag.Key)}: {Quote(tag.Value)}\n"));
        text.Append("  ...\n");
    }

    /// <summary>What is a string in JSON is one in YAML.</summary>
    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
