using System.Management.Automation;

namespace QSslModule;

/// <summary>
/// Converts reports to one text. The text is a string, so it is printed and piped unchanged, whatever the width of the console. Scripts use
/// its properties Format and ExitCode.
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
