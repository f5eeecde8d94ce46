namespace QSslModule;

/// <summary>The formats of reports.</summary>
public enum SslReportFormat
{
    /// <summary>A self-contained page, for people.</summary>
    Html,

    /// <summary>An array of the reports, for programs and for Compare-SslReport.</summary>
    Json,

    /// <summary>One line for each host, for spreadsheets.</summary>
    Csv,

    /// <summary>A table, for tickets and wikis.</summary>
    Markdown,

    /// <summary>One test case for each host, for build servers.</summary>
    JUnit,

    /// <summary>SARIF 2.1.0 with one result for each fault, for code scanning.</summary>
    Sarif,

    /// <summary>The text exposition format, for a textfile collector or a push gateway.</summary>
    Prometheus,

    /// <summary>One line with performance data, for Nagios, Icinga and similar systems.</summary>
    Nagios,

    /// <summary>The Test Anything Protocol, a test point a host: for harnesses.</summary>
    Tap,

    /// <summary>Low-level discovery of Zabbix, with the values beside the macros.</summary>
    Zabbix,
}
