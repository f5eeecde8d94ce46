using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Compares two runs of Test-SslHost and returns the differences.</summary>
[Cmdlet(VerbsData.Compare, "SslReport")]
[OutputType(typeof(SslReportChange), typeof(SslHostReport))]
public sealed class CompareSslReportCommand : SslCmdlet
{
    private readonly List<SslHostReport> _difference = [];
    private List<SslHostReport> _reference = [];

    /// <summary>The run to compare with: reports, or files of Export-SslReport (JSON) or Export-Clixml.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowEmptyCollection]
    public object[] Reference { get; set; } = [];

    /// <summary>The run to compare, in the same form.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object[] Difference { get; set; } = [];

    /// <summary>Writes a report for each target with its changes as findings, for ConvertTo-SslReport and Export-SslReport: Ok where
    /// nothing has changed, a warning for changes, critical where a host has become critical or unreachable or has got a
    /// weakness.</summary>
    [Parameter]
    public SwitchParameter AsReport { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reference = Read(Reference);

    /// <inheritdoc/>
    protected override void ProcessRecord() => _difference.AddRange(Read(Difference ?? []));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // Two empty runs are equal, but they say nothing about any host.
        if (_reference.Count == 0 && _difference.Count == 0)
            WriteWarning("Neither run has a report: there was nothing to compare.");
        Tell(nameof(Reference), _reference);
        Tell(nameof(Difference), _difference);
        foreach (TargetComparison target in ReportComparison.CompareAll(_reference, _difference))
        {
            if (target.LacksProfile)
                WriteWarning(
                    $"{VisibleText.Of(target.Name)}: what the host accepts was not compared, because only one of the runs knows it.");
            if (AsReport)
            {
                WriteObject(ChangeReport.Of(target));
                continue;
            }
            // Nothing is written where nothing has changed: the host would look as if it had been compared.
            if (target.IsOpen)
                WriteWarning($"{VisibleText.Of(target.Name)}: {ChangeReport.WhyOpen(target.Report)}.");
            WriteObject(target.Changes, enumerateCollection: true);
        }
    }

    /// <summary>Writes a warning about a report that does not count.</summary>
    private void Tell(string parameter, List<SslHostReport> run)
    {
        foreach (IGrouping<ReportIdentity, SslHostReport> same in new ReportSet(run).ByIdentity.Where(same => same.Count() > 1))
            WriteWarning($"-{parameter} has {same.Count()} reports of {VisibleText.Of(same.Key.Name())}: the newest counts.");
    }

    private List<SslHostReport> Read(object?[] items)
    {
        List<SslHostReport> reports = [];
        foreach (object item in items.OfType<object>())
        {
            try
            {
                foreach (object one in ItemsOf(item))
                    reports.Add(ReportReader.Read(one) ?? throw new MaterialException(ErrorRecords.ForNoReport(one)));
            }
            catch (MaterialException e)
            {
                // An incomplete run would show targets as removed that were only not read.
                ThrowTerminatingError(e.Record);
            }
        }
        return reports;
    }

    private IEnumerable<object> ItemsOf(object item) => (item is PSObject wrapped ? wrapped.BaseObject : item) switch
    {
        string path => FilesOf(path).SelectMany(file => SavedRun.Read(file, path)),
        FileInfo file => SavedRun.Read(file.FullName, file),
        object[] many => many.OfType<object>().SelectMany(ItemsOf),
        _ => [item],
    };

    /// <summary>Returns the files of a path. If a file has exactly this name, the path is not a pattern.</summary>
    private IReadOnlyList<string> FilesOf(string path)
    {
        try
        {
            return PathResolver.Existing(this, path, literal: true);
        }
        catch (MaterialException) when (WildcardPattern.ContainsWildcardCharacters(path))
        {
            return PathResolver.Existing(this, path, literal: false);
        }
    }
}
