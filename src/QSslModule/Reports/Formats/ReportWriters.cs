namespace QSslModule;

/// <summary>The formats by their names and by the extensions of files.</summary>
internal static class ReportWriters
{
    private static readonly Dictionary<string, SslReportFormat> s_byExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = SslReportFormat.Html,
        [".htm"] = SslReportFormat.Html,
        [".json"] = SslReportFormat.Json,
        [".csv"] = SslReportFormat.Csv,
        [".md"] = SslReportFormat.Markdown,
        [".markdown"] = SslReportFormat.Markdown,
        [".xml"] = SslReportFormat.JUnit,
        [".sarif"] = SslReportFormat.Sarif,
        [".prom"] = SslReportFormat.Prometheus,
        [".tap"] = SslReportFormat.Tap,
    };

    /// <summary>The extensions that name a format.</summary>
    public static IEnumerable<string> Extensions => s_byExtension.Keys;

    /// <summary>Returns the format that the name of a file implies, or null if it implies none.</summary>
    public static SslReportFormat? ForFile(string path)
    {
        if (path.EndsWith(".sarif.json", StringComparison.OrdinalIgnoreCase))
            return SslReportFormat.Sarif;
        if (path.EndsWith(".zabbix.json", StringComparison.OrdinalIgnoreCase))
            return SslReportFormat.Zabbix;
        return s_byExtension.TryGetValue(Path.GetExtension(path), out SslReportFormat format) ? format : null;
    }

    /// <summary>Returns the writer of a format.</summary>
    public static IReportWriter For(SslReportFormat format, ReportOptions? options = null) => format switch
    {
        SslReportFormat.Html => new HtmlReport(options ?? new()),
        SslReportFormat.Json => new JsonReport(),
        SslReportFormat.Csv => new CsvReport((options ?? new()).Delimiter),
        SslReportFormat.Markdown => new MarkdownReport(),
        SslReportFormat.JUnit => new JUnitReport(),
        SslReportFormat.Sarif => new SarifReport(),
        SslReportFormat.Prometheus => new PrometheusReport(),
        SslReportFormat.Nagios => new NagiosReport(),
        SslReportFormat.Tap => new TapReport(),
        SslReportFormat.Zabbix => new ZabbixReport(),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
    };
}
