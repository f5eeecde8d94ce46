using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>A cmdlet that gathers reports, and makes one text of them all.</summary>
public abstract class SslReportCmdlet : SslCmdlet
{
    private readonly List<SslHostReport> _reports = [];
    private int _rejected;

    /// <summary>Reports of Test-SslHost; those that were saved or sent as CLIXML or JSON, too.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>What stands between the cells of CSV: a comma, a semicolon, a tabulator or a bar.</summary>
    [Parameter]
    [ValidateSet(",", ";", "\t", "|")]
    [ConvertsTo<char>]
    public char Delimiter { get; set; } = ',';

    /// <summary>The title of the page (Html).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "TLS report";

    /// <summary>What the page says below its title (Html); each line is a paragraph.</summary>
    [Parameter]
    [ValidateNotNull]
    public string Note { get; set; } = "";

    /// <summary>A parameter that the format has no place for would be lost in silence.</summary>
    private protected void RefuseOptions(SslReportFormat format)
    {
        foreach ((string name, SslReportFormat needed) in new[]
        {
            (nameof(Delimiter), SslReportFormat.Csv), (nameof(Title), SslReportFormat.Html), (nameof(Note), SslReportFormat.Html),
        })
        {
            if (IsGiven(name) && format != needed)
                ThrowTerminatingError(ReportErrors.OptionOfOtherFormat(name, needed, format));
        }
    }

    /// <summary>An empty array was given by name: a set without a report is what the caller wants.</summary>
    private protected bool IsEmptyOnPurpose => !MyInvocation.ExpectingInput && InputObject is { Length: 0 };

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // The binding makes no array of a $null that comes through the pipeline.
        foreach (PSObject? item in InputObject ?? (MyInvocation.ExpectingInput ? new PSObject?[1] : []))
        {
            if (ReportReader.Read(item) is { } report)
            {
                _reports.Add(report);
                continue;
            }
            // Before the error, which may end the pipeline or be silenced.
            _rejected++;
            WriteError(ErrorRecords.ForNoReport(item));
        }
    }

    private protected ReportSet Gathered() => new(_reports, _rejected);

    private protected string Write(SslReportFormat format, ReportSet set)
    {
        if (format == SslReportFormat.Prometheus)
        {
            foreach (IGrouping<ReportIdentity, SslHostReport> same in set.ByIdentity.Where(same => same.Count() > 1))
            {
                WriteWarning(
                    $"There are {same.Count()} reports of {VisibleText.Of(same.Key.Name())}, and Prometheus has one series for a host: "
                        + "the gravest is written.");
            }
        }
        return ReportWriters.For(format, new(Delimiter, Title, Note)).Write(set);
    }
}
