using System.Globalization;
using System.Text;

namespace QSslModule;

/// <summary>Writes the line of a monitoring plug-in, <c>STATUS - text | performance data</c>. The set returns the exit code.</summary>
internal sealed class NagiosReport : IReportWriter
{
    /// <summary>Some transports cut a line at 1024 bytes. The text must leave room for the figures.</summary>
    private const int TextLength = 500;

    private const int ReasonLength = 160;

    /// <summary>Monitoring systems cut a plug-in's output at 8 KiB, and a figure that is cut is a wrong one.</summary>
    private const int LineLength = 7500;

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
        return set.Reports.Count == 0 ? line : $"{line} | {string.Join(' ', FiguresThatFit(set, LineLength - line.Length))}";
    }

    /// <summary>The figures of the most urgent hosts, as many as one line holds.</summary>
    private static IEnumerable<string> FiguresThatFit(ReportSet set, int room)
    {
        foreach (SslHostReport report in set.ByUrgency)
        {
            string figures = string.Join(' ', Figures(set, report));
            room -= figures.Length + 1;
            if (room < 0)
                yield break;
            yield return figures;
        }
    }

    private static IEnumerable<string> Figures(ReportSet set, SslHostReport report)
    {
        string name = set.NameOf(report).Replace('\'', '_').Replace('=', '_').Replace('|', '_');
        if (report.DaysLeft is { } days)
            yield return string.Create(CultureInfo.InvariantCulture, $"'{name} days'={days}{Limits(report)}");
        yield return string.Create(CultureInfo.InvariantCulture, $"'{name} time'={report.Timings.Total / 1000:0.####}s;;;0");
    }

    /// <summary>What is outside of 31: to infinity is a warning, if 30 days are: whole days, and fewer or as many.</summary>
    private static string Limits(SslHostReport report) => report is { WarningDays: null, CriticalDays: null }
        ? ""
        : $";{Range(report.WarningDays)};{Range(report.CriticalDays)}";

    private static string Range(int? days) => days is { } limit ? string.Create(CultureInfo.InvariantCulture, $"{limit + 1}:") : "";

    /// <summary>A bar would begin the figures; and there are consoles that show this line as HTML.</summary>
    private static string Harmless(StringBuilder text) => text.Replace('|', '/').Replace('<', '(').Replace('>', ')').ToString();
}
