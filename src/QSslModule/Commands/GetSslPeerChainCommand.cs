using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Gets the certificates of a peer: of a connected socket, or of a target that the cmdlet connects to for this purpose.</summary>
[Cmdlet(VerbsCommon.Get, "SslPeerChain", DefaultParameterSetName = "Socket")]
[OutputType(typeof(SslPeerCertificate))]
public sealed class GetSslPeerChainCommand : SslConnectionCmdlet
{
    private bool _isUsable;

    /// <summary>The socket.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Socket")]
    [Alias("Socket")]
    [ConvertsTo<QSslSocket>(IsOneOfSeveral = true)]
    public QSslSocket? InputObject { get; set; }

    /// <summary>Returns the path that was built to a root, instead of the certificates that the peer sent.</summary>
    [Parameter]
    public SwitchParameter AsVerified { get; set; }

    /// <summary>Disconnects the socket afterwards.</summary>
    [Parameter(ParameterSetName = "Socket")]
    public SwitchParameter Disconnect { get; set; }

    /// <summary>The cmdlet never trusts a peer: if the peer has errors, the handshake is paused, read, and dropped.</summary>
    private protected override bool Pauses => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is { } socket)
        {
            WriteChain(socket, socket.DisplayTarget());
            if (Disconnect)
                Guard(socket, () => End(socket));
            return;
        }
        foreach (SslTarget target in HostName)
        {
            if (Accepts(target, encrypt: true))
                Guard(target.Input, () => Inspect(target));
        }
    }

    private void End(QSslSocket socket)
    {
        socket.DisconnectFromHost();
        Wait(socket, SocketGoal.Disconnected, TimeoutMilliseconds, $"Disconnecting from {socket.DisplayTarget()}");
        socket.Abort();
    }

    /// <summary>Connects, reads the certificates, and disconnects.</summary>
    private void Inspect(SslTarget target)
    {
        using QSslSocket socket = CmdletSocket.Make();
        Adopt(socket);
        QSslConfiguration configuration = MakeConfiguration(socket.SslConfiguration);
        if (!_isUsable)
            RefuseUnusable(configuration);
        _isUsable = true;
        socket.SslConfiguration = configuration;
        if (Connect(socket, target, encrypt: true))
            WriteChain(socket, socket.DisplayTarget());
    }

    private void WriteChain(QSslSocket socket, string target)
    {
        IReadOnlyList<QSslCertificate> chain = AsVerified ? socket.VerifiedCertificateChain : socket.PeerCertificateChain;
        if (chain.Count == 0)
        {
            WriteError(SocketErrors.NoPeerCertificate(socket, target));
            return;
        }
        for (int i = 0; i < chain.Count; i++)
            WriteObject(new SslPeerCertificate(socket, target, i, chain[i], socket.IsEncrypted));
    }
}
