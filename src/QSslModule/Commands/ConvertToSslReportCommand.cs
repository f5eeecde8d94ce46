using System.Management.Automation;

namespace QSslModule;

/// <summary>
/// Writes reports as one text. It is a string, so that it prints and pipes as it is, unbroken by the width of a console;
/// its properties Format and ExitCode are for the script.
/// </summary>
[Cmdlet(VerbsData.ConvertTo, "SslReport")]
[OutputType(typeof(string))]
public sealed class ConvertToSslReportCommand : SslReportCmdlet
{
    /// <summary>The format.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ConvertsTo<SslReportFormat>]
    public SslReportFormat Format { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => RefuseOptions(Format);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ReportSet set = Gathered();
        PSObject text = new(Write(Format, set));
        text.Properties.Add(new PSNoteProperty(nameof(Format), Format.ToString()));
        text.Properties.Add(new PSNoteProperty(nameof(ReportSet.ExitCode), set.ExitCode));
        WriteObject(text);
    }
}
