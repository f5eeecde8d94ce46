using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Gets the errors of a socket's peer.</summary>
[Cmdlet(VerbsCommon.Get, "SslError")]
[OutputType(typeof(SslPeerError))]
public sealed class GetSslErrorCommand : SslCmdlet
{
    /// <summary>The socket.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Socket")]
    [ConvertsTo<QSslSocket>]
    public QSslSocket InputObject { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (QSslError error in InputObject.SslHandshakeErrors)
            WriteObject(new SslPeerError(InputObject, InputObject.DisplayTarget(), error));
    }
}
