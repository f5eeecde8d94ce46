using System.Management.Automation;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>Selects the default TLS backend. This is possible until a backend has been used.</summary>
[Cmdlet(VerbsCommon.Set, "SslBackend", SupportsShouldProcess = true)]
[OutputType(typeof(SslBackend))]
public sealed class SetSslBackendCommand : SslCmdlet
{
    /// <summary>The name of the backend.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BackendCompleter))]
    public string Name { get; set; } = "";

    /// <summary>Returns the backend.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (TlsBackendRegistry.Peek(Name) is null)
        {
            WriteError(ErrorRecords.ForBackend(Name));
            return;
        }
        if (!ShouldProcess(Name, "Set the TLS backend of this process"))
            return;
        if (!TlsBackendRegistry.TryChoose(Name, out string refusal))
        {
            WriteError(SettingsErrors.BackendInUse(Name, refusal));
        }
        else if (PassThru)
        {
            WriteObject(new SslBackend(TlsBackendRegistry.Peek(Name)!));
        }
    }
}
