using System.Globalization;
using System.Text;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Writes the text exposition format 0.0.4. All series of a metric are together, and each occurs once. As usual there, times are seconds
/// since 1970 and shares are ratios. A query computes the remaining days.
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
        WriteProfiles(hosts);
        return _text.ToString();
    }

    /// <summary>Writes what hosts accept and the verdicts of a policy. Hosts without a profile have no series.</summary>
    private void WriteProfiles((string Labels, SslHostReport Report, int Count)[] hosts)
    {
        (string Labels, SslHostReport Report, int Count)[] profiled =
            [.. hosts.Where(host => host.Report.Profile is { Failure.Length: 0 })];
        Metric("ssl_host_protocol_accepted", "Whether the host accepts a version; no sample where that is not known.",
            profiled.SelectMany(host => host.Report.Profile!.Protocols
                .Where(protocol => protocol.Status is SslProfileStatus.Accepted or SslProfileStatus.Refused)
                .DistinctBy(protocol => protocol.Version).Select(protocol => ($"{host.Labels},{Label("version", protocol.Version)}",
                    (double?)(protocol.Status == SslProfileStatus.Accepted ? 1 : 0)))));
        Metric("ssl_host_ciphers", "How many cipher suites the host accepts, by version and grade.", profiled.SelectMany(
            host => host.Report.Profile!.Protocols.DistinctBy(protocol => protocol.Version)
                .SelectMany(protocol => protocol.Ciphers.GroupBy(cipher => cipher.Grade).Select(same => (
                    $"{host.Labels},{Label("version", protocol.Version)},{Label("grade", same.Key)}", (double?)same.Count())))));
        Metric("ssl_host_policy_rules", "How many rules of the policy have the verdict in the label.", hosts
            .Where(host => host.Report.PolicyVerdicts.Length > 0)
            .SelectMany(host => PolicyStatus.All.Select(status => (
                $"{host.Labels},{Label("policy", host.Report.Policy)},{Label("verdict", status)}",
                (double?)host.Report.PolicyVerdicts.Count(verdict => verdict.Status == status)))));
    }

    /// <summary>
    /// Returns one report for each set of labels, the one with the worst status. Duplicate series make the whole text invalid.
    /// </summary>
    private static (string Labels, SslHostReport Report, int Count)[] Distinct(ReportSet set) =>
    [
        .. set.ByIdentity.Select(same => (
            string.Join(',', same.Key.Parts.Select(part => Label(part.Name, part.Value))), ReportSet.Gravest(same), same.Count())),
    ];

    /// <summary>Returns the usual statuses. They always include the status of the report.</summary>
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

    /// <summary>Removes the rounding error of a division by ten.</summary>
    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 6) : null;

    private static double? Seconds(DateTime? time) => time is { } moment ? Math.Floor((moment - DateTime.UnixEpoch).TotalSeconds) : null;
}
