using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Imports sessions of Export-SslSession. Refuses sessions that another user may have created or changed.</summary>
[Cmdlet(VerbsData.Import, "SslSession")]
[OutputType(typeof(SslSession))]
public sealed class ImportSslSessionCommand : SslCmdlet
{
    /// <summary>The file: a path, or an object of Get-ChildItem.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Also accepts a file that other users own or can write, and a session that another user or another computer exported. The
    /// author of such a session can impersonate the server.</summary>
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
