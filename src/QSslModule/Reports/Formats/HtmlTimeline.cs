using System.Globalization;

namespace QSslModule;

/// <summary>
/// Draws one bar for each host, from today (or the time that the reports are judged for) to the expiry of its certificate. The certificate
/// that expires first comes first. The logarithmic scale leaves room for the next weeks even if one certificate is valid for ten years.
/// The drawing uses only SVG attributes, because the policy of the page does not allow a style attribute.
/// </summary>
internal static class HtmlTimeline
{
    private const int Rows = 30;

    /// <summary>The position of today, in percent of the width. The part to its left stands for expired certificates.</summary>
    private const double Today = 5;

    private static readonly (int Days, string Text)[] s_marks =
        [(7, "1 week"), (30, "1 month"), (90, "3 months"), (180, "6 months"), (365, "1 year"), (730, "2 years"), (1825, "5 years"),
            (3650, "10 years"), (10_950, "30 years")];

    public static void Write(HtmlText html, ReportSet set)
    {
        SslHostReport[] dated = [.. set.Reports.Where(report => report.DaysLeft is not null).OrderBy(report => report.DaysLeft)];
        if (dated.Length == 0)
            return;
        SslHostReport[] shown = dated[..Math.Min(Rows, dated.Length)];
        int longest = Math.Max(30, shown[^1].DaysLeft!.Value);
        double Place(int days) => Today + Math.Log(1 + days / 7.0) / Math.Log(1 + longest / 7.0) * (99 - Today);
        List<(int Days, string Text)> marks = [];
        // Leave room for the labels on a telephone. The label of a mark near the end is on its left side.
        foreach ((int Days, string Text) mark in s_marks)
        {
            if (mark.Days <= longest && Place(mark.Days) - (marks.Count > 0 ? Place(marks[^1].Days) : Today) >= (IsLast(Place(mark.Days))
                ? 26 : 17))
                marks.Add(mark);
        }
        html.AddOwn("<section aria-labelledby=\"expiry\">\n<h2 id=\"expiry\">Expiry</h2>\n<ol class=\"timeline\">\n");
        html.AddOwn("<li class=\"axis\" aria-hidden=\"true\"><span></span><svg width=\"100%\" height=\"18\">");
        html.Add($"<text x=\"{Percent(Today)}\" y=\"13\">{(set.JudgedFor is { } then ? ReportText.Day(then) : "today")}</text>");
        foreach ((int days, string text) in marks)
            html.Add($"<text x=\"{Percent(Place(days))}\" y=\"13\" class=\"{(IsLast(Place(days)) ? "last" : "mark")}\">{text}</text>");
        html.AddOwn("</svg><span></span></li>\n");
        foreach (SslHostReport report in shown)
        {
            int days = report.DaysLeft!.Value;
            html.Add($"<li class=\"{HtmlReport.ClassOf(StatusOf(report))}\"><bdi dir=\"ltr\" class=\"name\">{set.NameOf(report)}</bdi>");
            html.Add($"<svg width=\"100%\" height=\"16\" aria-hidden=\"true\">");
            html.Add($"<line class=\"today\" x1=\"{Percent(Today)}\" x2=\"{Percent(Today)}\" y1=\"0\" y2=\"16\"/>");
            foreach ((int mark, _) in marks)
                html.Add($"<line x1=\"{Percent(Place(mark))}\" x2=\"{Percent(Place(mark))}\" y1=\"0\" y2=\"16\"/>");
            if (days < 0)
                html.Add($"<rect class=\"bar\" x=\"0\" y=\"4\" width=\"{Percent(Today)}\" height=\"8\"/>");
            else
            {
                html.Add($"<rect class=\"bar\" x=\"{Percent(Today)}\" y=\"4\" ");
                html.Add($"width=\"{Percent(Math.Max(0.4, Place(days) - Today))}\" height=\"8\"/>");
            }
            html.Add($"</svg><span class=\"number\">{Words(days)}</span></li>\n");
        }
        html.AddOwn("</ol>\n");
        if (dated.Length > shown.Length)
            html.Add($"<p class=\"muted\">And {dated.Length - shown.Length} that hold longer.</p>\n");
        if (set.Reports.Count > dated.Length)
            html.Add($"<p class=\"muted\">{set.Reports.Count - dated.Length} without a certificate.</p>\n");
        html.AddOwn("</section>\n");
    }

    /// <summary>How the expiry is, whatever else is wrong with the host: by the limits that it was judged by.</summary>
    private static string StatusOf(SslHostReport report) => report.DaysLeft switch
    {
        < 0 => ReportStatus.Critical,
        var days when days <= report.CriticalDays => ReportStatus.Critical,
        var days when days <= report.WarningDays => ReportStatus.Warning,
        _ => report.Findings.Where(finding => finding.Code is nameof(FindingRules.ExpiresSoon) or nameof(FindingRules.LifetimeUsed))
            .Select(finding => finding.Severity).MinBy(ReportStatus.Rank) ?? ReportStatus.Ok,
    };

    private static bool IsLast(double place) => place > 88;

    private static string Words(int days) => days switch
    {
        < 0 => "expired",
        1 => "1 day",
        _ => string.Create(CultureInfo.InvariantCulture, $"{days} days"),
    };

    private static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.##}%");
}
