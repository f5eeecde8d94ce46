using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Gets the certificates of a peer: of a connected socket, or of a target that the cmdlet connects to for this purpose.</summary>
[Cmdlet(VerbsCommon.Get, "SslPeerChain", DefaultParameterSetName = "Socket")]
[OutputType(typeof(SslPeerCertificate))]
public sealed class GetSslPeerChainCommand : SslConnectionCmdlet
{
    private bool _mayTryOld;
    private bool _isOld;
    private ErrorRecord? _held;
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

    /// <summary>Connects, looks, and disconnects. A server that speaks no version that is safe is looked at, too, unless -Protocol says
    /// otherwise: nothing is sent there.</summary>
    private void Inspect(SslTarget target)
    {
        // An attacker can make the first try fail. Credentials must not go over a version that only the attacker wants.
        _mayTryOld = !IsGiven(nameof(Protocol)) && Configuration is null && !IsGiven(nameof(Certificate)) && !IsGiven(nameof(PreSharedKey));
        _held = null;
        if (TryInspect(target, old: false) || _held is not { } first)
            return;
        _mayTryOld = false;
        _isOld = true;
        try
        {
            if (!TryInspect(target, old: true))
                WriteError(first);
        }
        finally
        {
            _isOld = false;
        }
    }

    private bool TryInspect(SslTarget target, bool old)
    {
        using QSslSocket socket = CmdletSocket.Make();
        Adopt(socket);
        QSslConfiguration configuration = MakeConfiguration(socket.SslConfiguration);
        if (old)
            configuration.Protocol = SslProtocol.TlsV1_0OrLater;
        if (!_isUsable)
            RefuseUnusable(configuration);
        _isUsable = true;
        socket.SslConfiguration = configuration;
        bool isReached = Connect(socket, target, encrypt: true);
        if (isReached)
            WriteChain(socket, socket.DisplayTarget());
        return isReached;
    }

    private protected override bool Holds(ErrorRecord record, QSslSocket socket)
    {
        if (_mayTryOld && socket.PeerCertificateChain.Count == 0
            && socket.Error is QSocketError.SslHandshakeFailedError or QSocketError.RemoteHostClosedError)
            _held = record;
        // Of the second try, the first one's error is told.
        return _isOld || _held is not null;
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
