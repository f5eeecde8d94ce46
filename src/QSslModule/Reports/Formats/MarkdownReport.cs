using System.Globalization;
using System.Text;

namespace QSslModule;

/// <summary>Writes a heading and a table with the most urgent host first.</summary>
internal sealed class MarkdownReport : IReportWriter
{
    public string Write(ReportSet set)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# TLS report\n\n{ReportText.Iso(set.Latest)}: {set.Summary()}.\n\n");
        string[] tags = TargetTags.NamesIn(set.Reports);
        text.Append("| Status | Target | Days left | Expires | Protocol | Subject | Issuer | Reason |");
        text.AppendJoin("", tags.Select(tag => $" {Escape(tag)} |")).Append("\n| --- | --- | ---: | --- | --- | --- | --- | --- |");
        text.AppendJoin("", tags.Select(_ => " --- |")).Append('\n');
        foreach (SslHostReport report in set.ByUrgency)
        {
            string[] cells =
            [
                report.Status, Escape(set.NameOf(report)), ReportText.Number(report.DaysLeft), ReportText.Day(report.NotAfter),
                Escape(ReportText.Protocol(report.Protocol)), Escape(report.Subject), Escape(report.Issuer),
                    Escape(string.Join("; ", report.Reason)), .. tags.Select(tag => Escape(report.Tags.GetValueOrDefault(tag, ""))),
            ];
            text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        }
        WritePolicies(text, set);
        return text.ToString();
    }

    /// <summary>Writes a line for each rule that is not met. A table of all rules would be too long for many hosts.</summary>
    private static void WritePolicies(StringBuilder text, ReportSet set)
    {
        SslHostReport[] judged = [.. set.ByUrgency.Where(report => report.PolicyVerdicts.Length > 0)];
        if (judged.Length == 0)
            return;
        text.Append("\n## Policy\n\n| Target | Accepts | Policy | Rule | Verdict | Seen | What to do |\n");
        text.Append("| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (SslHostReport report in judged)
        {
            string accepts = report.Profile is { } profile ? string.Join(", ", ProfileText.Accepted(profile)) : "";
            SslPolicyVerdict[] open =
                [.. report.PolicyVerdicts.Where(verdict => verdict.Status is PolicyStatus.Broken or PolicyStatus.Unknown)];
            foreach (SslPolicyVerdict verdict in open)
            {
                string[] cells = [set.NameOf(report), accepts, report.Policy, verdict.RuleId, verdict.Status, verdict.Seen, verdict.Advice];
                text.Append("| ").AppendJoin(" | ", cells.Select(Escape)).Append(" |\n");
            }
            if (open.Length == 0)
            {
                string[] cells = [set.NameOf(report), accepts, report.Policy, "all", ProfileText.Verdicts(report), "", ""];
                text.Append("| ").AppendJoin(" | ", cells.Select(Escape)).Append(" |\n");
            }
        }
    }

    /// <summary>Escapes markup, HTML, the end of a cell, and text that a renderer would turn into a link.</summary>
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
