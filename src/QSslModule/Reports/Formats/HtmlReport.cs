using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace QSslModule;

/// <summary>
/// Writes one self-contained page. Its content security policy names the hashes of its style and its script, so the browser uses no
/// others. Without the script the page is a table in order of urgency.
/// </summary>
/// <param name="options">The title of the page, and a note.</param>
internal sealed class HtmlReport(ReportOptions options) : IReportWriter
{
    private static readonly (string Key, string Title)[] s_columns =
    [
        ("target", "Target"), ("status", "Status"), ("days", "Days left"), ("expires", "Expires"), ("protocol", "Protocol"),
            ("issuer", "Issuer"),
    ];

    private readonly HtmlText _html = new();
    private readonly string _title = options.Title.Length > 0 ? ReportText.Clean(options.Title) : "TLS report";

    public string Write(ReportSet set)
    {
        string style = Resource("report.css");
        string script = Resource("report.js");
        _html.AddOwn("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        _html.Add($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{Hash(style)}'; ");
        _html.Add($"script-src 'sha256-{Hash(script)}'; base-uri 'none'; form-action 'none'\">\n");
        _html.AddOwn("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" ");
        _html.AddOwn("content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
        _html.Add($"<title>{_title}: {set.Summary()}</title>\n<style>").AddOwn(style).AddOwn("</style>\n</head>\n<body>\n");
        WriteHeader(set);
        _html.AddOwn("<main>\n");
        HtmlTimeline.Write(_html, set);
        WriteTools(set);
        WriteTable(set);
        _html.AddOwn("</main>\n<script>").AddOwn(script).AddOwn("</script>\n</body>\n</html>");
        return _html.ToString();
    }

    private void WriteHeader(ReportSet set)
    {
        _html.Add($"<header>\n<h1>{_title}</h1>\n<p class=\"muted\"><time datetime=\"{ReportText.Iso(set.Latest)}\">");
        _html.Add($"{set.Latest.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC</time>");
        if (set.JudgedFor is { } then)
        {
            _html.Add($", judged for <time datetime=\"{ReportText.Iso(then)}\">");
            _html.Add($"{then.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC</time>");
        }
        _html.AddOwn("</p>\n");
        foreach (string line in options.Note.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            _html.Add($"<p>{ReportText.Clean(line)}</p>\n");
        _html.AddOwn("<ul class=\"summary\">\n");
        _html.Add($"<li><b>{set.Reports.Count}</b> {(set.Reports.Count == 1 ? "host" : "hosts")}</li>\n");
        foreach (string status in ReportStatus.All.Where(status => set.Count(status) > 0))
            _html.Add($"<li class=\"{ClassOf(status)}\"><b>{set.Count(status)}</b> {status}</li>\n");
        _html.AddOwn("</ul>\n</header>\n");
    }

    /// <summary>Writes tools that only the script can use. They are hidden until the script has started.</summary>
    private void WriteTools(ReportSet set)
    {
        _html.AddOwn("<section aria-labelledby=\"hosts\">\n<h2 id=\"hosts\">Hosts</h2>\n");
        _html.AddOwn("<div class=\"tools\" id=\"tools\" role=\"search\" hidden>\n");
        _html.AddOwn("<input type=\"search\" id=\"filter\" placeholder=\"Find a host, a name, an issuer\" aria-label=\"Filter\" ");
        _html.AddOwn("autocomplete=\"off\" spellcheck=\"false\">\n");
        _html.AddOwn("<label class=\"order\">Sort by <select id=\"order\">");
        foreach ((string key, string title) in s_columns)
            _html.Add($"<option value=\"{key}\">{title}</option>");
        _html.AddOwn("</select></label>\n<div class=\"boxes\">");
        foreach (string status in ReportStatus.All.Where(status => set.Count(status) > 0))
        {
            _html.Add($"<label class=\"{ClassOf(status)}\">");
            _html.Add($"<input type=\"checkbox\" name=\"status\" value=\"{ClassOf(status)}\" checked> {status}</label>");
        }
        _html.AddOwn("</div>\n<p class=\"muted\" id=\"shown\" role=\"status\"></p>\n</div>\n");
    }

    private void WriteTable(ReportSet set)
    {
        _html.AddOwn("<table>\n<thead><tr>");
        foreach ((string key, string title) in s_columns)
            _html.Add($"<th scope=\"col\" data-key=\"{key}\">{title}</th>");
        _html.AddOwn("</tr></thead>\n");
        foreach (SslHostReport report in set.ByUrgency)
            WriteHost(set.NameOf(report), report);
        _html.AddOwn("</table>\n");
        if (set.Reports.Count == 0)
            _html.AddOwn("<p class=\"muted\">No host was tested.</p>\n");
        if (set.Rejected > 0)
            _html.Add($"<p class=\"muted\">{set.DescribeRejected()}.</p>\n");
        _html.AddOwn("</section>\n");
    }

    private void WriteHost(string name, SslHostReport report)
    {
        string status = ClassOf(report.Status);
        string protocol = ReportText.Shorten(ReportText.Protocol(report.Protocol), 20);
        string issuer = ReportText.Shorten(ReportText.CommonName(report.Issuer), 80);
        _html.Add($"<tbody class=\"{status}\" data-status=\"{status}\">\n<tr>");
        _html.Add($"<th scope=\"row\" data-sort=\"{name}\"><bdi dir=\"ltr\">{name}</bdi>");
        if (report.StartTls.Length > 0)
            _html.Add($" <span class=\"muted\">{ReportText.Shorten(report.StartTls, 20)}</span>");
        _html.Add($"</th><td data-label=\"Status\" data-sort=\"{ReportStatus.Rank(report.Status)}\"><span class=\"badge\">");
        _html.Add($"{report.Status}</span></td>");
        _html.Add($"<td data-label=\"Days left\" class=\"number\" data-sort=\"{report.DaysLeft}\">");
        _html.Add($"{ReportText.Number(report.DaysLeft)}</td>");
        _html.Add($"<td data-label=\"Expires\" data-sort=\"{ReportText.Iso(report.NotAfter)}\">{ReportText.Day(report.NotAfter)}</td>");
        _html.Add($"<td data-label=\"Protocol\" data-sort=\"{protocol}\">{protocol}</td>");
        _html.Add($"<td data-label=\"Issuer\" class=\"name\" data-sort=\"{issuer}\"><bdi dir=\"ltr\">{issuer}</bdi></td></tr>\n");
        _html.Add($"<tr class=\"more\"><td colspan=\"{s_columns.Length}\">");
        if (report.Findings.Length > 0)
        {
            _html.AddOwn("<ul class=\"findings\">");
            foreach (SslReportFinding finding in report.Findings)
                _html.Add($"<li class=\"{ClassOf(finding.Severity)}\"><bdi dir=\"ltr\">{finding.Message}</bdi></li>");
            _html.AddOwn("</ul>");
        }
        _html.AddOwn("<details><summary>Details</summary>");
        WriteDetails(report);
        HtmlProfile.Write(_html, report);
        _html.AddOwn("</details></td></tr>\n</tbody>\n");
    }

    private void WriteDetails(SslHostReport report)
    {
        _html.AddOwn("<dl>");
        foreach ((string name, string value) in HtmlFacts.Of(report))
            _html.Add($"<dt>{name}</dt><dd><bdi dir=\"ltr\">{value}</bdi></dd>");
        _html.AddOwn("</dl>");
        if (report.Chain.Length == 0)
            return;
        _html.AddOwn("<p>Certificates as sent</p><ol>");
        foreach (SslReportCertificate certificate in report.Chain)
        {
            _html.Add($"<li><bdi dir=\"ltr\">{certificate.Subject}</bdi> <span class=\"muted\">");
            _html.Add($"until {ReportText.Day(certificate.NotAfter)}, {certificate.Key}</span></li>");
        }
        _html.AddOwn("</ol>");
    }

    /// <summary>Returns the class of a status in the style sheet.</summary>
    internal static string ClassOf(string status) => status switch
    {
        ReportStatus.Ok => "ok",
        ReportStatus.Warning => "warning",
        ReportStatus.Critical => "critical",
        ReportStatus.Unreachable => "unreachable",
        _ => "unknown",
    };

    private static string Resource(string name)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        // A browser converts every line end to LF before it computes the hash.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
