using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Reads sessions that Export-SslSession wrote.</summary>
[Cmdlet(VerbsData.Import, "SslSession")]
[OutputType(typeof(SslSession))]
public sealed class ImportSslSessionCommand : SslCmdlet
{
    /// <summary>The file; an object of Get-ChildItem, too.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        MaterialReader reader = new(this);
        foreach (string path in Path)
        {
            try
            {
                WriteObject(reader.Session(path));
            }
            catch (MaterialException e)
            {
                WriteError(e.Record);
            }
        }
    }
}
