using System.Diagnostics;
using System.Management.Automation;
using System.Net;
using QSslCore;
using QSslCore.Sockets;
using QSslCore.StartTls;

namespace QSslModule;

/// <summary>A cmdlet that connects to targets: the host, the port, and the wait until the requested connection is
/// established.</summary>
public abstract class SslConnectionCmdlet : SslHandshakeCmdlet
{
    private protected const string TargetSet = "Target";

    /// <summary>
    /// The hosts: a name, host:port, an address in full (127.1 is refused), [address]:port, or a URI such as imaps://mail.example.
    /// Objects are read by the first of the properties HostName, FQDN, ComputerName, DnsHostName, DnsName, Server, Host, Url, Uri, Target,
    /// Name, IPAddress and Address, and by Port.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = TargetSet)]
    [Alias("ComputerName", "DnsHostName", "Name", "Host")]
    [AllowEmptyCollection]
    [SslTargetTransformation]
    public virtual SslTarget[] HostName { get; set; } = [];

    /// <summary>The port for hosts without one. The default is the port of the URI's scheme, of the protocol in -StartTls, or
    /// 443.</summary>
    [Parameter(Position = 1, ParameterSetName = TargetSet)]
    [ValidateRange(1, 65535)]
    [ConvertsTo<int>]
    public virtual int Port { get; set; } = SslTarget.NoPort;

    /// <summary>The name to verify the peer against and to request (SNI), instead of the host's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PeerName { get; set; }

    /// <summary>The network protocol to use.</summary>
    [Parameter]
    [ConvertsTo<NetworkProtocol>]
    public NetworkProtocol NetworkProtocol { get; set; }

    /// <summary>The address of this machine to connect from. The system chooses it by default.</summary>
    [Parameter]
    [ConvertsTo<IPAddress>]
    public IPAddress? SourceAddress { get; set; }

    /// <summary>The proxy: socks5://host:port, http://host:port, or none. The default is the application's proxy.</summary>
    [Parameter]
    [SslProxyTransformation]
    public QNetworkProxy? Proxy { get; set; }

    /// <summary>The user name and the password for a proxy that requires them.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>
    /// The protocol to start in plain text with and to change to TLS by, one of <see cref="StartTlsProtocol.All"/>. The default is that of
    /// the URI's scheme, such as smtp://, and otherwise none. Auto selects it by the
    /// URI's scheme or the port, and starts with TLS if these mean TLS, such as https:// and 993. A script block receives the unencrypted
    /// socket and implements another protocol.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StartTlsCompleter))]
    public object? StartTls { get; set; }

    /// <summary>Trusts the authorities of the system in addition to those of -CaCertificate.</summary>
    [Parameter]
    public SwitchParameter IncludeSystemCaCertificate { get; set; }

    private protected override QSslConfiguration MakeConfiguration(QSslConfiguration start)
    {
        QSslConfiguration configuration = base.MakeConfiguration(start);
        // Without authorities of its own, the configuration already trusts those of the system.
        if (IncludeSystemCaCertificate && configuration.CaCertificates.Length > 0)
            configuration.AddCaCertificates(QSslConfiguration.SystemCaCertificates());
        return configuration;
    }

    private protected NetworkLayerProtocol NetworkLayer => ConnectionTerms.LayerOf(NetworkProtocol);

    /// <summary>Determines whether a target can be used. If it cannot, the cmdlet writes an error.</summary>
    private protected bool Accepts(SslTarget target, bool encrypt)
    {
        ErrorRecord? refusal = RefusalOf(target, encrypt);
        if (refusal is not null)
            WriteError(refusal);
        return refusal is null;
    }

    /// <summary>Returns why a target cannot be used; null if it can.</summary>
    private protected ErrorRecord? RefusalOf(SslTarget target, bool encrypt) =>
        ConnectionTerms.RefusalOf(target, encrypt, one => ConnectionTerms.KnowsWayToTls(one, StartTls, Port));

    /// <summary>Returns the requested proxy with its credentials; null if none was requested.</summary>
    private protected QNetworkProxy? MakeProxy() => ConnectionTerms.ProxyOf(Proxy, ProxyCredential);

    private protected int PortOf(SslTarget target) => target.PortOr(Port, StartTls is null ? null : Unwrapped(StartTls) as string);

    /// <summary>Starts a connection and returns immediately.</summary>
    /// <returns>The host and the port.</returns>
    private string Begin(QSslSocket socket, SslTarget target, HandshakeAcceptance acceptance, bool encrypt)
    {
        int port = PortOf(target);
        if (SourceAddress is not null && !socket.Bind(SourceAddress))
            throw new MaterialException(SocketErrors.NotBound(SourceAddress, socket.ErrorString, target));
        StartTlsNegotiation.Forget(socket);
        socket.PeerVerifyName = PeerName ?? socket.PeerVerifyName;
        socket.Proxy = MakeProxy() ?? socket.Proxy;
        if (encrypt)
            socket.ConnectToHostEncrypted(target.HostName, port, OpenMode.ReadWrite, NetworkLayer);
        else
            socket.ConnectToHost(target.HostName, port, OpenMode.ReadWrite, NetworkLayer);
        acceptance.BindToConnection();
        // The start of a connection resets the ignored errors, so this call follows it.
        AcceptSkipped(socket);
        return SslTarget.Display(target.HostName, port);
    }

    /// <summary>Starts a connection that continues in the background.</summary>
    private protected void BeginInBackground(QSslSocket socket, SslTarget target, bool encrypt)
    {
        HandshakeAcceptance acceptance = BeginAcceptance(socket);
        bool isBegun = false;
        try
        {
            Begin(socket, target, acceptance, encrypt);
            isBegun = true;
        }
        finally
        {
            if (!isBegun)
                acceptance.End();
        }
        socket.DriveInBackground(encrypt ? SocketGoal.EncryptedOrPaused : SocketGoal.Connected);
    }

    /// <summary>Connects, and encrypts by default. If that fails, the cmdlet writes an error.</summary>
    /// <returns>True if the requested connection is established, or paused.</returns>
    private protected bool Connect(QSslSocket socket, SslTarget target, bool encrypt)
    {
        ScriptBlock? own = encrypt && StartTls is not null ? Unwrapped(StartTls) as ScriptBlock : null;
        StartTlsDialogue? dialogue = encrypt && own is null
            ? StartTlsNegotiation.Choose(StartTls?.ToString(), target, PortOf(target), PeerName ?? socket.PeerVerifyName)
            : null;
        if (own is not null || dialogue is not null)
            return ConnectAndStartTls(socket, target, own, dialogue);
        HandshakeAcceptance acceptance = BeginAcceptance(socket);
        try
        {
            string name = Begin(socket, target, acceptance, encrypt);
            SocketGoal goal = encrypt ? SocketGoal.EncryptedOrPaused : SocketGoal.Connected;
            DriveResult result = Wait(socket, goal, TimeoutMilliseconds, $"Connecting to {name}");
            return Finish(socket, result, goal, target.Input, name);
        }
        finally
        {
            acceptance.End();
        }
    }

    private bool ConnectAndStartTls(QSslSocket socket, SslTarget target, ScriptBlock? own, StartTlsDialogue? dialogue)
    {
        Stopwatch watch = Stopwatch.StartNew();
        HandshakeAcceptance acceptance = BeginAcceptance(socket);
        try
        {
            string name = Begin(socket, target, acceptance, encrypt: false);
            if (!Finish(socket, Wait(socket, SocketGoal.Connected, Remaining(watch), $"Connecting to {name}"), SocketGoal.Connected,
                target.Input, name))
                return false;
            if (dialogue is null ? !Speak(own!, socket, target, name) : !Speak(dialogue, socket, target, name, watch))
                return false;
            socket.StartClientEncryption();
            DriveResult result = Wait(socket, SocketGoal.EncryptedOrPaused, Remaining(watch), $"TLS handshake with {name}");
            return Finish(socket, result, SocketGoal.EncryptedOrPaused, target.Input, name);
        }
        finally
        {
            acceptance.End();
        }
    }

    private bool Speak(StartTlsDialogue dialogue, QSslSocket socket, SslTarget target, string name, Stopwatch watch)
    {
        DriveResult result = StartTlsClient.Run(
            socket, dialogue, () => HasPassed(watch)
                ? DriveResult.TimedOut
                : Wait(socket, SocketGoal.ReadyRead, Remaining(watch), $"STARTTLS with {name}"));
        StartTlsNegotiation.Keep(socket, dialogue);
        StartTlsNegotiation.Narrate(socket, dialogue);
        if (result == DriveResult.TimedOut)
            socket.FailFromOutside(QSocketError.SocketTimeoutError,
                StartTlsNegotiation.DescribeTimeout(socket, dialogue, name, TimeoutMilliseconds));
        if (result != DriveResult.Satisfied)
            return Finish(socket, result, SocketGoal.ReadyRead, target.Input, name);
        if (dialogue.Status == StartTlsStatus.Ready)
            return true;
        WriteError(StartTlsNegotiation.ToError(dialogue, target.Input, name));
        return false;
    }

    private bool Speak(ScriptBlock own, QSslSocket socket, SslTarget target, string name)
    {
        try
        {
            own.InvokeWithContext(null, [new PSVariable("_", socket)], socket);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            WriteError(StartTlsErrors.ScriptBlockFailed(target, name, e));
            return false;
        }
        if (socket.BytesAvailable == 0)
            return true;
        WriteError(StartTlsErrors.PlainTextLeft(target, name, socket.BytesAvailable));
        return false;
    }

    /// <summary>Writes the error of a wait that did not reach its goal.</summary>
    private protected bool Finish(QSslSocket socket, DriveResult result, SocketGoal goal, object? target, string name)
    {
        if (result == DriveResult.Satisfied)
            return true;
        if (result == DriveResult.TimedOut && socket.State != SocketState.UnconnectedState)
            socket.FailFromOutside(QSocketError.SocketTimeoutError, socket.DescribeTimeout(goal, TimeoutMilliseconds));
        ErrorRecord record = ErrorRecords.ForSocket(socket, target, name);
        if (!Holds(record, socket))
            WriteError(record);
        return false;
    }

    /// <summary>Whether the cmdlet keeps the error of a connection, because it has another way to try.</summary>
    private protected virtual bool Holds(ErrorRecord record, QSslSocket socket) => false;
}
