using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Drops paused connections because the errors of their peers are not accepted.</summary>
[Cmdlet(VerbsLifecycle.Deny, "SslError")]
[OutputType(typeof(QSslSocket))]
public sealed class DenySslErrorCommand : SslCmdlet
{
    private readonly HashSet<QSslSocket> _denied = new(ReferenceEqualityComparer.Instance);

    /// <summary>A paused socket, or errors of Get-SslError.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Socket")]
    public object InputObject { get; set; } = null!;

    /// <summary>Returns the socket.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject)
        {
            case QSslSocket socket:
                Guard(socket, () => Deny(socket));
                break;
            // The first error of a socket ends its pause. The other errors of the socket have no effect.
            case SslPeerError error when _denied.Add(error.Socket):
                Guard(error.Socket, () => Deny(error.Socket));
                break;
            case SslPeerError:
                break;
            default:
                WriteError(SocketErrors.NeitherSocketNorError(InputObject));
                break;
        }
    }

    private void Deny(QSslSocket socket)
    {
        if (RefuseRemoved(socket, "there is nothing to deny", InputObject))
            return;
        if (!socket.IsPaused)
        {
            WriteError(SocketErrors.NothingToDeny(socket, InputObject));
            return;
        }
        socket.Deny();
        if (PassThru)
            WriteObject(socket);
    }
}
