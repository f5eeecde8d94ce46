using System.Globalization;
using System.Text;

namespace QSslModule;

/// <summary>Writes the line of a monitoring plug-in, <c>STATUS - text | performance data</c>. The set returns the exit code.</summary>
internal sealed class NagiosReport : IReportWriter
{
    /// <summary>Some transports cut a line at 1024 bytes. The text must leave room for the figures.</summary>
    private const int TextLength = 500;

    private const int ReasonLength = 160;

    public string Write(ReportSet set)
    {
        StringBuilder text = new(set.Summary());
        SslHostReport[] bad = [.. set.ByUrgency.Where(report => report.Status != ReportStatus.Ok)];
        for (int i = 0; i < bad.Length; i++)
        {
            if (text.Length > TextLength)
            {
                text.Append(CultureInfo.InvariantCulture, $"; and {bad.Length - i} more");
                break;
            }
            string reason = ReportText.Shorten((bad[i].Reason.FirstOrDefault() ?? bad[i].Status).TrimEnd('.'), ReasonLength);
            string name = ReportText.Shorten(set.NameOf(bad[i]), ReasonLength);
            // Most network errors already name the host.
            text.Append("; ").Append(reason.StartsWith(name, StringComparison.Ordinal) ? reason : $"{name}: {reason}");
        }
        string status = set.ExitCode switch { 0 => "OK", 1 => "WARNING", 2 => "CRITICAL", _ => "UNKNOWN" };
        string line = $"{status} - {Harmless(text)}";
        return set.Reports.Count == 0 ? line : $"{line} | {string.Join(' ', set.Reports.SelectMany(report => Figures(set, report)))}";
    }

    private static IEnumerable<string> Figures(ReportSet set, SslHostReport report)
    {
        string name = set.NameOf(report).Replace('\'', '_').Replace('=', '_').Replace('|', '_');
        if (report.DaysLeft is { } days)
            yield return string.Create(CultureInfo.InvariantCulture, $"'{name} days'={days}");
        yield return string.Create(CultureInfo.InvariantCulture, $"'{name} time'={report.Timings.Total / 1000:0.####}s;;;0");
    }

    /// <summary>Replaces the bar, which would start the figures, and angle brackets, because some consoles show the line as HTML.</summary>
    private static string Harmless(StringBuilder text) => text.Replace('|', '/').Replace('<', '(').Replace('>', ')').ToString();
}
