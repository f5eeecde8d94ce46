using System.Management.Automation;
using System.Text;
using QSslCore;
using QSslCore.Files;

namespace QSslModule;

/// <summary>Writes reports into a file: all of them, or nothing.</summary>
[Cmdlet(VerbsData.Export, "SslReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportSslReportCommand : SslReportCmdlet
{
    private string _file = "";
    private SslReportFormat _format;

    /// <summary>The file. It is replaced in one step, when all reports are there.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The format; that of the file's extension unless told.</summary>
    [Parameter(Position = 1)]
    [ConvertsTo<SslReportFormat>]
    public SslReportFormat Format { get; set; }

    /// <summary>Writes what there is also where something else was given, or nothing at all; replaces a read-only file, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Leaves a file that is there as it is, with an error.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Writes the file that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What cannot end well is told before hosts are tested for it.</summary>
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
        {
            ThrowTerminatingError(ErrorRecords.Make(
                ErrorIds.FormatUnknown, ErrorCategory.InvalidArgument, Path,
                    $"The name '{InputEcho.Of(Path)}' does not tell which format is meant.",
                $"Name it with -Format, or use one of the extensions {string.Join(", ", ReportWriters.Extensions)}."));
        }
        _format = IsGiven(nameof(Format)) ? Format : ReportWriters.ForFile(_file)!.Value;
        if (Directory.Exists(_file))
        {
            ThrowTerminatingError(ErrorRecords.Make(
                ErrorIds.FileNotWritten, ErrorCategory.InvalidArgument, Path, $"'{_file}' is a folder.", "Give the name of a file in it."));
        }
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(_file)))
        {
            ThrowTerminatingError(ErrorRecords.Make(
                ErrorIds.FileNotWritten, ErrorCategory.ObjectNotFound, Path, $"There is no folder for '{InputEcho.OfPath(_file)}'.",
                    "Make it first, or check the path."));
        }
        if (TrustedPath.Here.PlantedLink(_file) is { } planted)
        {
            ThrowTerminatingError(ErrorRecords.Make(
                ErrorIds.FileNotWritten, ErrorCategory.SecurityError, Path, $"'{InputEcho.OfPath(_file)}' cannot be written: {planted}.",
                "Write to the place that it leads to, if that is meant, or remove it."));
        }
        if (!Force && new FileInfo(_file) is { Exists: true, IsReadOnly: true })
        {
            ThrowTerminatingError(ErrorRecords.Make(
                ErrorIds.FileNotWritten, ErrorCategory.PermissionDenied, Path, $"'{_file}' is read-only.", "It is replaced with -Force."));
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

    /// <summary>A good file is not given for a part of what it should hold, or for nothing.</summary>
    private void RefuseHalf(ReportSet set)
    {
        if (set.IsWhole || Force || (set.Rejected == 0 && IsEmptyOnPurpose))
            return;
        string fate = File.Exists(_file) ? $"'{_file}' stays as it was" : $"'{InputEcho.OfPath(_file)}' was not written";
        ThrowTerminatingError(set.Rejected > 0
            ? ErrorRecords.Make(
                ErrorIds.NotAReport, ErrorCategory.InvalidData, Path, $"{set.Summary()}: {fate}.",
                "See what comes through the pipeline. -Force writes the others, and what the format can tell of the rest.")
            : ErrorRecords.Make(
                ErrorIds.NothingToWrite, ErrorCategory.InvalidData, Path, $"There is no report to write: {fate}.",
                "See why no host was tested. -Force, or -InputObject @(), writes a file that says so."));
    }

    private void RefuseToClobber()
    {
        if (NoClobber && File.Exists(_file))
        {
            ThrowTerminatingError(ErrorRecords.Make(
                ErrorIds.FileExists, ErrorCategory.ResourceExists, Path, $"The file '{_file}' is there already.",
                    "Give another name, or leave -NoClobber out."));
        }
    }
}
