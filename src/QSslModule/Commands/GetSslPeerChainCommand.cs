using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Writes the certificates of a peer: of a socket's, or of a target's that is connected to just for that.</summary>
[Cmdlet(VerbsCommon.Get, "SslPeerChain", DefaultParameterSetName = "Target")]
[OutputType(typeof(SslPeerCertificate))]
public sealed class GetSslPeerChainCommand : SslConnectionCmdlet
{
    /// <summary>The socket.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Socket")]
    [Alias("Socket")]
    public QSslSocket? InputObject { get; set; }

    /// <summary>The path that was built to a root, instead of what the peer sent.</summary>
    [Parameter]
    public SwitchParameter AsVerified { get; set; }

    /// <summary>Disconnects the socket afterwards.</summary>
    [Parameter(ParameterSetName = "Socket")]
    public SwitchParameter Disconnect { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Socket" || Unwrapped(HostName ?? "") is QSslSocket)
        {
            QSslSocket socket = InputObject ?? (QSslSocket)Unwrapped(HostName!);
            WriteChain(socket, socket.DisplayTarget());
            if (Disconnect)
            {
                socket.DisconnectFromHost();
                Wait(socket, SocketGoal.Disconnected, TimeoutMilliseconds, $"Disconnecting from {socket.DisplayTarget()}");
            }
            return;
        }
        if (ReadTarget() is { } target)
            Inspect(target);
    }

    /// <summary>Connects, looks, and disconnects. It never trusts: a peer with errors is looked at in a pause and then dropped.</summary>
    private void Inspect(SslTarget target)
    {
        using QSslSocket socket = new();
        try
        {
            socket.SslConfiguration = MakeConfiguration(socket.SslConfiguration);
        }
        catch (MaterialException e)
        {
            WriteError(e.Record);
            return;
        }
        PauseOnSslErrors = true;
        if (Connect(socket, target, encrypt: true))
            WriteChain(socket, target.ToString());
    }

    private void WriteChain(QSslSocket socket, string target)
    {
        IReadOnlyList<QSslCertificate> chain = AsVerified ? socket.VerifiedCertificateChain : socket.PeerCertificateChain;
        if (chain.Count == 0)
        {
            WriteError(ErrorRecords.Make(
                ErrorIds.NoPeerCertificate, ErrorCategory.ObjectNotFound, socket,
                $"{target}: the peer has shown no certificate{(socket.State == SocketState.ConnectedState ? "" : ", and the socket is not connected")}.",
                "Connect with Connect-SslHost first."));
            return;
        }
        for (int i = 0; i < chain.Count; i++)
            WriteObject(new SslPeerCertificate(socket, target, i, chain[i], socket.IsEncrypted));
    }
}
