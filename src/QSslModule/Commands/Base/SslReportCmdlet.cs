using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>The base class of cmdlets that collect reports and convert them to one text.</summary>
public abstract class SslReportCmdlet : SslCmdlet
{
    private readonly List<SslHostReport> _reports = [];
    private int _rejected;

    /// <summary>Reports of Test-SslHost, also from CLIXML or JSON.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The delimiter of CSV: a comma, a semicolon, a tab or a bar.</summary>
    [Parameter]
    [ValidateSet(",", ";", "\t", "|")]
    [ConvertsTo<char>]
    public char Delimiter { get; set; } = ',';

    /// <summary>The title of the page (Html).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "TLS report";

    /// <summary>The text below the title of the page (Html). Each line is a paragraph.</summary>
    [Parameter]
    [ValidateNotNull]
    public string Note { get; set; } = "";

    /// <summary>Refuses a parameter that the format does not use, so that it is not ignored without notice.</summary>
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

    /// <summary>Whether the caller passed an empty array as a parameter, and therefore wants a set without reports.</summary>
    private protected bool IsEmptyOnPurpose => !MyInvocation.ExpectingInput && InputObject is { Length: 0 };

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // The parameter binder does not convert $null from the pipeline to an array.
        foreach (PSObject? item in InputObject ?? (MyInvocation.ExpectingInput ? new PSObject?[1] : []))
        {
            if (ReportReader.Read(item) is { } report)
            {
                _reports.Add(report);
                continue;
            }
            // Count before the error, which may end the pipeline or be suppressed.
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
