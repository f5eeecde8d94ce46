using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Aborts sockets and releases all their resources.</summary>
[Cmdlet(VerbsCommon.Remove, "SslSocket", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveSslSocketCommand : SslCmdlet
{
    /// <summary>The socket.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Socket")]
    [ConvertsTo<QSslSocket>]
    public QSslSocket InputObject { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ShouldProcess(InputObject.DisplayTarget(), "Abort and dispose"))
            Guard(InputObject, InputObject.Dispose);
    }
}
