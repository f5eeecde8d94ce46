using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Drops paused connections: their peers' errors are not accepted.</summary>
[Cmdlet(VerbsLifecycle.Deny, "SslError")]
[OutputType(typeof(QSslSocket))]
public sealed class DenySslErrorCommand : SslCmdlet
{
    /// <summary>The paused socket.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Socket")]
    public QSslSocket InputObject { get; set; } = null!;

    /// <summary>Writes the socket.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!InputObject.IsPaused)
        {
            WriteError(ErrorRecords.Make(
                ErrorIds.SocketNotPaused, ErrorCategory.InvalidOperation, InputObject,
                $"{InputObject.DisplayTarget()}: there is nothing to deny, the handshake is not paused.", "Connect with -PauseOnSslErrors."));
            return;
        }
        InputObject.IgnoreSslErrors(Array.Empty<QSslError>());
        InputObject.Deny();
        if (PassThru)
            WriteObject(InputObject);
    }
}
