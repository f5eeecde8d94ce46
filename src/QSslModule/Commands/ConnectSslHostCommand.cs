using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Connects to hosts, encrypts, verifies them, and writes the sockets.</summary>
[Cmdlet(VerbsCommunications.Connect, "SslHost", DefaultParameterSetName = "Target")]
[OutputType(typeof(QSslSocket))]
public sealed class ConnectSslHostCommand : SslConnectionCmdlet
{
    /// <summary>A socket made before, to be used for the one target.</summary>
    [Parameter]
    [ValidateNotNull]
    public QSslSocket? InputObject { get; set; }

    /// <summary>Connects without encrypting; Start-SslClientEncryption does that later.</summary>
    [Parameter]
    public SwitchParameter NoEncryption { get; set; }

    /// <summary>Starts the connection and writes the socket at once; the connection goes on in the background.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ReadTarget() is not { } target)
            return;
        QSslSocket socket = InputObject ?? new();
        try
        {
            if (socket.State != SocketState.UnconnectedState)
            {
                WriteError(ErrorRecords.Make(
                    ErrorIds.SocketInUse, ErrorCategory.ResourceBusy, HostName,
                    $"{target}: the socket given is in use ({socket.State}).", "Disconnect it first, or use another for each target."));
                return;
            }
            socket.SslConfiguration = MakeConfiguration(socket.SslConfiguration);
        }
        catch (MaterialException e)
        {
            WriteError(e.Record);
            if (InputObject is null)
                socket.Dispose();
            return;
        }
        if (NoWait)
            StartOnly(socket, target);
        else if (Connect(socket, target, encrypt: !NoEncryption))
            WriteObject(socket);
    }

    private void StartOnly(QSslSocket socket, SslTarget target)
    {
        socket.PeerVerifyName = PeerName ?? socket.PeerVerifyName;
        if (NoEncryption)
            socket.ConnectToHost(target.HostName, target.Port);
        else
            socket.ConnectToHostEncrypted(target.HostName, target.Port);
        PrepareVerdict(socket);
        socket.DriveInBackground(NoEncryption ? QSslCore.Sockets.SocketGoal.Connected : QSslCore.Sockets.SocketGoal.EncryptedOrPaused);
        WriteObject(socket);
    }
}
