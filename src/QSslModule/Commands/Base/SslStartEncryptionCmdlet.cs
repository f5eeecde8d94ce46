using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Starts a handshake on a connected plain socket and waits for it.</summary>
public abstract class SslStartEncryptionCmdlet : SslHandshakeCmdlet
{
    /// <summary>The connected plain socket.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Socket")]
    [ConvertsTo<QSslSocket>]
    public QSslSocket InputObject { get; set; } = null!;

    /// <summary>Starts the handshake and returns the socket at once. The handshake continues in the background.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Pauses the handshake if the peer is not accepted, and returns the paused socket for Approve-SslError.</summary>
    [Parameter]
    public SwitchParameter PauseOnSslErrors { get; set; }

    private protected override bool Pauses => PauseOnSslErrors;

    private protected abstract void Start(QSslSocket socket);

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(InputObject, () => Encrypt(InputObject));

    private void Encrypt(QSslSocket socket)
    {
        string name = socket.DisplayTarget();
        if (RefuseRemoved(socket, "encryption cannot be started"))
            return;
        if (socket.State != SocketState.ConnectedState || socket.Mode != SslMode.UnencryptedMode)
        {
            WriteError(SocketErrors.NotPlain(socket));
            return;
        }
        socket.SslConfiguration = MakeConfiguration(socket.SslConfiguration);
        HandshakeAcceptance acceptance = BeginAcceptance(socket);
        AcceptSkipped(socket);
        try
        {
            Start(socket);
            if (NoWait)
                socket.DriveInBackground(SocketGoal.EncryptedOrPaused);
            else if (!Succeeds(socket, name))
                return;
        }
        finally
        {
            if (!NoWait)
                acceptance.End();
        }
        WriteObject(socket);
    }

    private bool Succeeds(QSslSocket socket, string name)
    {
        DriveResult result = Wait(socket, SocketGoal.EncryptedOrPaused, TimeoutMilliseconds, $"TLS handshake with {name}");
        if (result == DriveResult.Satisfied)
            return true;
        if (result == DriveResult.TimedOut)
            socket.FailFromOutside(QSocketError.SocketTimeoutError, socket.DescribeTimeout(SocketGoal.Encrypted, TimeoutMilliseconds));
        WriteError(ErrorRecords.ForSocket(socket, socket, name));
        return false;
    }
}
