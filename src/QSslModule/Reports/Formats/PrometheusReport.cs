using System.Globalization;
using System.Text;

namespace QSslModule;

/// <summary>
/// The text exposition format 0.0.4: all series of a metric together, each once. Moments are seconds since 1970 and shares
/// are ratios, as is the custom there; how many days are left is for a query to say.
/// </summary>
internal sealed class PrometheusReport : IReportWriter
{
    private static readonly string[] s_statuses = [ReportStatus.Ok, ReportStatus.Warning, ReportStatus.Critical, ReportStatus.Unreachable];

    private readonly StringBuilder _text = new();

    public string Write(ReportSet set)
    {
        (string Labels, SslHostReport Report, int Count)[] hosts = Distinct(set);
        Metric("ssl_hosts", "How many hosts were tested.", [("", hosts.Length)]);
        Metric("ssl_rejected_inputs", "How many inputs are not reports of a host, and could not be judged.", [("", set.Rejected)]);
        Metric("ssl_host_status", "Whether the status of the host is the one in the label.",
            hosts.SelectMany(host => StatusesFor(host.Report).Select(
            status => ($"{host.Labels},{Label("status", status)}", (double?)(host.Report.Status == status ? 1 : 0)))));
        Metric("ssl_host_reports", "How many reports there are of the host; of several the gravest is shown.",
            hosts.Select(host => (host.Labels, (double?)host.Count)));
        Metric("ssl_host_certificate_not_before_timestamp_seconds", "From when the certificate of the host is valid.",
            hosts.Select(host => (host.Labels, Seconds(host.Report.NotBefore))));
        Metric("ssl_host_certificate_not_after_timestamp_seconds", "Until when the certificate of the host is valid.",
            hosts.Select(host => (host.Labels, Seconds(host.Report.NotAfter))));
        Metric("ssl_host_certificate_lifetime_used_ratio", "How much of the lifetime of the certificate is over.",
            hosts.Select(host => (host.Labels, Rounded(host.Report.LifetimeUsedPercent / 100))));
        Metric("ssl_host_finding", "What is wrong with the host, by code and severity.", hosts.SelectMany(host => host.Report.Findings
            .DistinctBy(finding => (finding.Code, finding.Severity))
            .Select(finding => ($"{host.Labels},{Label("code", finding.Code)},{Label("severity", finding.Severity)}", (double?)1))));
        Metric("ssl_host_duration_seconds", "How long the phases of the test took.", hosts.SelectMany(host => host.Report.Timings.Phases
            .Select(phase => ($"{host.Labels},{Label("phase", phase.Name.ToLowerInvariant())}", Rounded(phase.Time / 1000)))));
        Metric("ssl_host_test_timestamp_seconds", "When the host was tested.",
            hosts.Select(host => (host.Labels, Seconds(host.Report.Timestamp))));
        Metric("ssl_host_info", "What the host agreed on, and its certificate.",
            hosts.Where(host => host.Report.Subject.Length > 0 || host.Report.Protocol.Length > 0).Select(
            host => ($"{host.Labels},{InfoOf(host.Report)}", (double?)1)));
        return _text.ToString();
    }

    /// <summary>One report for each set of labels, the gravest: two series with the same labels make the whole text invalid.</summary>
    private static (string Labels, SslHostReport Report, int Count)[] Distinct(ReportSet set) =>
    [
        .. set.ByIdentity.Select(same => (
            string.Join(',', same.Key.Parts.Select(part => Label(part.Name, part.Value))), ReportSet.Gravest(same), same.Count())),
    ];

    /// <summary>The one that it has is always among them.</summary>
    private static IEnumerable<string> StatusesFor(SslHostReport report) =>
        s_statuses.Contains(report.Status) ? s_statuses : s_statuses.Append(report.Status);

    private static string InfoOf(SslHostReport report) => string.Join(',',
    [
        Label("protocol", report.Protocol), Label("cipher", report.Cipher), Label("subject", report.Subject),
            Label("issuer", report.Issuer),
        Label("key", report.Key), Label("thumbprint", report.Thumbprint), Label("backend", report.Backend),
    ]);

    private void Metric(string name, string help, IEnumerable<(string Labels, double? Value)> samples)
    {
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");
        foreach ((string labels, double? value) in samples)
        {
            if (value is not null)
                _text.Append(name).Append(labels.Length > 0 ? $"{{{labels}}}" : "").Append(CultureInfo.InvariantCulture, $" {value}\n");
        }
    }

    private static string Label(string name, string value)
    {
        string escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        return $"{name}=\"{escaped}\"";
    }

    /// <summary>Without the noise that dividing by ten leaves in a binary fraction.</summary>
    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 6) : null;

    private static double? Seconds(DateTime? time) => time is { } moment ? Math.Floor((moment - DateTime.UnixEpoch).TotalSeconds) : null;
}
