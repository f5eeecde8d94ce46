namespace QSslModule;

/// <summary>A format that reports are written in.</summary>
public enum SslReportFormat
{
    /// <summary>A page that needs nothing else: for people.</summary>
    Html,

    /// <summary>An array of the reports: for programs, and for Compare-SslReport.</summary>
    Json,

    /// <summary>A line a host: for spreadsheets.</summary>
    Csv,

    /// <summary>A table: for tickets and wikis.</summary>
    Markdown,

    /// <summary>A test case a host: for build servers.</summary>
    JUnit,

    /// <summary>SARIF 2.1.0, a result for each thing that is wrong: for code scanning.</summary>
    Sarif,

    /// <summary>The text exposition format: for a textfile collector or a push gateway.</summary>
    Prometheus,

    /// <summary>One line with performance data: for Nagios, Icinga and the like.</summary>
    Nagios,

    /// <summary>The Test Anything Protocol, a test point a host: for harnesses.</summary>
    Tap,

    /// <summary>Low-level discovery of Zabbix, with the values beside the macros.</summary>
    Zabbix,
}
