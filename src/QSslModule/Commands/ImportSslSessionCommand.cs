using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Reads sessions that Export-SslSession wrote, and refuses what another user may have made or changed.</summary>
[Cmdlet(VerbsData.Import, "SslSession")]
[OutputType(typeof(SslSession))]
public sealed class ImportSslSessionCommand : SslCmdlet
{
    /// <summary>The file; an object of Get-ChildItem, too.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Takes a session also from a file that other users own or may write, and one that another user or another machine exported.
    /// Who wrote it can pose as the server.</summary>
    [Parameter]
    public SwitchParameter AllowUntrustedFile { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        SessionReader reader = new(this, AllowUntrustedFile);
        foreach (string path in Path)
        {
            try
            {
                WriteObject(reader.Read(path));
            }
            catch (MaterialException e)
            {
                WriteError(e.Record);
            }
        }
    }
}
