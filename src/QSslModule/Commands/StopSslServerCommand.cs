using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Stops servers. Connections that were not received are aborted; received connections stay open.</summary>
[Cmdlet(VerbsLifecycle.Stop, "SslServer", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopSslServerCommand : SslCmdlet
{
    /// <summary>The server.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Server")]
    [ConvertsTo<QTcpServer>]
    public QTcpServer InputObject { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ShouldProcess($"port {InputObject.ServerPort}", "Stop the server"))
            Guard(InputObject, InputObject.Dispose);
    }
}
