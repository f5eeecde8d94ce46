using System.Management.Automation;

namespace QSslModule;

/// <summary>A cmdlet that gathers reports, and makes one text of them all.</summary>
public abstract class SslReportCmdlet : SslCmdlet
{
    private readonly List<SslHostReport> _reports = [];

    /// <summary>Reports of Test-SslHost; those that were saved or sent as CLIXML or JSON, too.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject? item in InputObject ?? [])
        {
            if (item is null)
                continue;
            if (ReportReader.Read(item) is { } report)
                _reports.Add(report);
            else
                WriteError(ErrorRecords.ForNoReport(item));
        }
    }

    private protected ReportSet Gathered() => new(_reports);
}
