using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Waits until a socket has reached a state. The actions of Register-ObjectEvent run in the meantime.</summary>
[Cmdlet(VerbsLifecycle.Wait, "SslSocket")]
[OutputType(typeof(QSslSocket))]
public sealed class WaitSslSocketCommand : SslSocketCmdlet
{
    /// <summary>The socket.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [Alias("Socket")]
    [ConvertsTo<QSslSocket>]
    public override QSslSocket InputObject { get; set; } = null!;

    /// <summary>The state to wait for.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ConvertsTo<SslWaitCondition>]
    public SslWaitCondition Until { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(InputObject, Wait);

    private void Wait()
    {
        if (Until != SslWaitCondition.Disconnected && RefusePaused(InputObject))
            return;
        SocketGoal goal = Until switch
        {
            SslWaitCondition.Connected => SocketGoal.Connected,
            SslWaitCondition.Encrypted => SocketGoal.EncryptedOrPaused,
            SslWaitCondition.ReadyRead => SocketGoal.ReadyRead,
            SslWaitCondition.BytesWritten => SocketGoal.AllWritten,
            _ => SocketGoal.Disconnected,
        };
        DriveResult result = Wait(InputObject, goal, TimeoutMilliseconds, $"Waiting for {InputObject.DisplayTarget()}: {Until}");
        switch (result)
        {
            case DriveResult.Satisfied:
                WriteObject(InputObject);
                break;
            case DriveResult.TimedOut:
                WriteError(SocketErrors.WaitTimedOut(InputObject, goal, TimeoutMilliseconds));
                break;
            case DriveResult.Failed when InputObject.State == SocketState.ConnectedState && Until == SslWaitCondition.Encrypted:
                WriteError(SocketErrors.NoHandshakeStarted(InputObject));
                break;
            case DriveResult.Failed when InputObject.Error == QSocketError.UnknownSocketError || InputObject.IsDisposed:
                WriteNotConnected(InputObject, $"{Until} cannot come");
                break;
            default:
                WriteSocketError(InputObject);
                break;
        }
    }
}
