using System.Globalization;
using System.Text;

namespace QSslModule;

/// <summary>A heading, and a table with the most urgent host first.</summary>
internal sealed class MarkdownReport : IReportWriter
{
    public string Write(ReportSet set)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# TLS report\n\n{ReportText.Iso(set.Latest)}: {set.Summary()}.\n\n");
        text.Append("| Status | Target | Days left | Expires | Protocol | Subject | Issuer | Reason |\n");
        text.Append("| --- | --- | ---: | --- | --- | --- | --- | --- |\n");
        foreach (SslHostReport report in set.ByUrgency)
        {
            string[] cells =
            [
                report.Status, Escape(set.NameOf(report)), ReportText.Number(report.DaysLeft), ReportText.Day(report.NotAfter),
                Escape(ReportText.Protocol(report.Protocol)), Escape(report.Subject), Escape(report.Issuer),
                    Escape(string.Join("; ", report.Reason)),
            ];
            text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        }
        return text.ToString();
    }

    /// <summary>No mark-up, no HTML, no end of a cell, and no link that a renderer makes by itself.</summary>
    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char c in text)
        {
            if (c is '<' or '>' or '&')
                escaped.Append(c switch { '<' => "&lt;", '>' => "&gt;", _ => "&amp;" });
            else if (c is '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' or '#' or '!' or '@' or '$' or '{' or '}')
                escaped.Append('\\').Append(c);
            else
                escaped.Append(c);
        }
        return escaped.Replace("://", ":\\//").Replace("www.", "www\\.").Replace("WWW.", "WWW\\.").ToString();
    }
}
