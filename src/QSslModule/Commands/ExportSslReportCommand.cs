using System.Management.Automation;
using System.Text;
using QSslCore;
using QSslCore.Files;

namespace QSslModule;

/// <summary>Writes reports to a file, all of them or none.</summary>
[Cmdlet(VerbsData.Export, "SslReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportSslReportCommand : SslReportCmdlet
{
    private string _file = "";
    private SslReportFormat _format;

    /// <summary>The file. It is replaced in one step when all reports have arrived.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The format. The default depends on the extension of the file.</summary>
    [Parameter(Position = 1)]
    [ConvertsTo<SslReportFormat>]
    public SslReportFormat Format { get; set; }

    /// <summary>Writes the file even if some input is not a report or there is no report. Also replaces a read-only file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Does not replace an existing file, and writes an error.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Returns the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Reports errors in the parameters before hosts are tested for the file.</summary>
    protected override void BeginProcessing()
    {
        try
        {
            _file = PathResolver.Output(this, Path);
        }
        catch (MaterialException e)
        {
            ThrowTerminatingError(e.Record);
        }
        if (!IsGiven(nameof(Format)) && ReportWriters.ForFile(_file) is null)
            ThrowTerminatingError(ReportErrors.FormatUnknown(Path));
        _format = IsGiven(nameof(Format)) ? Format : ReportWriters.ForFile(_file)!.Value;
        RefuseOptions(_format);
        if (Directory.Exists(_file))
            ThrowTerminatingError(ReportErrors.FileIsFolder(Path, _file));
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(_file)))
        {
            ThrowTerminatingError(ReportErrors.FolderMissing(Path, _file));
        }
        if (TrustedPath.Here.PlantedLink(_file) is { } planted)
            ThrowTerminatingError(ReportErrors.FileIsPlantedLink(Path, _file, planted));
        if (!Force && new FileInfo(_file) is { Exists: true, IsReadOnly: true })
        {
            ThrowTerminatingError(ReportErrors.FileIsReadOnly(Path, _file));
        }
        RefuseToClobber();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        RefuseToClobber();
        ReportSet set = Gathered();
        RefuseHalf(set);
        string text = Write(_format, set);
        if (!ShouldProcess(InputEcho.OfPath(_file), $"Write reports as {_format}"))
            return;
        try
        {
            using OutputFile file = OutputFile.Stage(_file, Encoding.UTF8.GetBytes(text), isSecret: false, mayReplace: !NoClobber,
                force: Force);
            file.Commit();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ErrorRecords.ForUnwritten(Path, _file, "The file of reports", e));
        }
        if (PassThru)
            WriteObject(new FileInfo(_file));
    }

    /// <summary>Refuses to replace a file with an incomplete or an empty set.</summary>
    private void RefuseHalf(ReportSet set)
    {
        if (set.IsWhole || Force || (set.Rejected == 0 && IsEmptyOnPurpose))
            return;
        ThrowTerminatingError(set.Rejected > 0
            ? ReportErrors.SomeNotReports(Path, _file, set.Summary())
            : ReportErrors.NothingToWrite(Path, _file));
    }

    private void RefuseToClobber()
    {
        if (NoClobber && File.Exists(_file))
            ThrowTerminatingError(ReportErrors.FileExists(Path, _file));
    }
}
