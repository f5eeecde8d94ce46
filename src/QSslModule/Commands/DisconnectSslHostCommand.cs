using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Closes connections: in order after the pending data is sent, or at once.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "SslHost")]
[OutputType(typeof(QSslSocket))]
public sealed class DisconnectSslHostCommand : SslSocketCmdlet
{
    /// <summary>The socket.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Socket")]
    [ConvertsTo<QSslSocket>]
    public override QSslSocket InputObject { get; set; } = null!;

    /// <summary>Closes the connection at once. Data that is not sent yet is discarded.</summary>
    [Parameter]
    public SwitchParameter Abort { get; set; }

    /// <summary>Returns the socket, which can be connected again.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Guard(InputObject, Disconnect);
        if (PassThru)
            WriteObject(InputObject);
    }

    private void Disconnect()
    {
        if (Abort)
        {
            InputObject.Abort();
        }
        else
        {
            InputObject.DisconnectFromHost();
            if (InputObject.State != SocketState.UnconnectedState
                && Wait(InputObject, SocketGoal.Disconnected, TimeoutMilliseconds,
                    $"Disconnecting from {InputObject.DisplayTarget()}") == DriveResult.TimedOut)
            {
                string text = InputObject.DescribeTimeout(SocketGoal.Disconnected, TimeoutMilliseconds);
                InputObject.Abort();
                WriteError(SocketErrors.DisconnectTimedOut(InputObject, text));
            }
        }
    }
}
