using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Connects to hosts, encrypts the connections, verifies the hosts, and returns the sockets.</summary>
[Cmdlet(VerbsCommunications.Connect, "SslHost", DefaultParameterSetName = TargetSet)]
[OutputType(typeof(QSslSocket))]
public sealed class ConnectSslHostCommand : SslConnectionCmdlet
{
    private const string GivenSet = "Given";

    private bool _isUsable;

    /// <inheritdoc/>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = TargetSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = GivenSet)]
    [Alias("ComputerName", "DnsHostName", "Name", "Host")]
    [AllowEmptyCollection]
    [SslTargetTransformation]
    public override SslTarget[] HostName { get; set; } = [];

    /// <inheritdoc/>
    [Parameter(Position = 1)]
    [ValidateRange(1, 65535)]
    [ConvertsTo<int>]
    public override int Port { get; set; } = SslTarget.NoPort;

    /// <summary>An existing socket to connect, instead of a new one.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = GivenSet)]
    [Alias("Socket")]
    [ConvertsTo<QSslSocket>(IsOneOfSeveral = true)]
    public QSslSocket? InputObject { get; set; }

    /// <summary>Connects without encryption. Start-SslClientEncryption can encrypt the connection later.</summary>
    [Parameter]
    public SwitchParameter NoEncryption { get; set; }

    /// <summary>Starts the connection and returns the socket at once. The connection continues in the background.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Pauses the handshake if the peer is not accepted, and returns the paused socket for Approve-SslError.</summary>
    [Parameter]
    public SwitchParameter PauseOnSslErrors { get; set; }

    /// <summary>A session to resume: the output of Import-SslSession, bytes or a path. It must be of the same backend as the connection
    /// (-Backend). Its peer is verified again. If the peer is not accepted now, a full handshake takes place. Implies
    /// -KeepSession.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Session { get; set; }

    /// <summary>Keeps the session that the server sends, for Export-SslSession.</summary>
    [Parameter]
    public SwitchParameter KeepSession { get; set; }

    /// <summary>
    /// The maximum time in seconds to wait for the server's first data after a TLS 1.3 handshake with -Certificate. The server reports a
    /// problem with the certificate only then. With this parameter it is an error of this cmdlet and not of the first read.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    [ConvertsTo<double>]
    public double ConfirmSeconds { get; set; }

    /// <summary>
    /// Takes part in a renegotiation that the server asks for (TLS 1.2 and earlier), as IIS does for a client certificate. The server must
    /// show the accepted certificates again.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowRenegotiation { get; set; }

    private protected override bool Pauses => PauseOnSslErrors;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (StartTls is null || !(NoEncryption || NoWait))
            return;
        ThrowTerminatingError(SettingsErrors.StartTlsExcluded(StartTls, NoEncryption ? "-NoEncryption" : "-NoWait"));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (SslTarget target in HostName)
        {
            if (Accepts(target, encrypt: !NoEncryption) && IsFree(target) && MayGoOn(target))
                Guard(target.Input, () => ConnectOne(target));
        }
    }

    private bool IsFree(SslTarget target)
    {
        if (InputObject is null || InputObject.State == SocketState.UnconnectedState)
            return true;
        WriteError(SocketErrors.InUse(InputObject, target));
        return false;
    }

    /// <summary>What is said before TLS is said here, and not in the background.</summary>
    private bool MayGoOn(SslTarget target)
    {
        if (!NoWait || NoEncryption || StartTlsNegotiation.ProtocolOf(null, target, PortOf(target)) is not { Length: > 0 } protocol)
            return true;
        WriteError(StartTlsErrors.NotInBackground(target, protocol));
        return false;
    }

    private void ConnectOne(SslTarget target)
    {
        QSslSocket socket = InputObject ?? CmdletSocket.Make();
        Adopt(socket);
        bool done = false;
        try
        {
            QSslConfiguration configuration = MakeConfiguration(socket.SslConfiguration);
            // A configuration that is usable for one host is usable for the others.
            if (!NoEncryption && !_isUsable)
                RefuseUnusable(configuration);
            _isUsable = true;
            socket.SslConfiguration = configuration;
            if (NoWait)
            {
                BeginInBackground(socket, target, encrypt: !NoEncryption);
                done = true;
            }
            else
            {
                done = Connect(socket, target, encrypt: !NoEncryption) && IsConfirmed(socket, target);
            }
        }
        finally
        {
            if (!done)
                GiveUp(socket);
        }
        if (done)
            WriteObject(socket);
    }

    private protected override QSslConfiguration MakeConfiguration(QSslConfiguration start)
    {
        QSslConfiguration configuration = base.MakeConfiguration(start);
        if (IsGiven(nameof(AllowRenegotiation)))
            configuration.AllowRenegotiation = AllowRenegotiation;
        if (Session is not null)
            configuration.SessionTicket = new SessionReader(this).Read(Session, configuration.Backend).Ticket;
        // The first data from the server is often a session. It must be enabled to be noticed.
        if (KeepSession || Session is not null || ConfirmSeconds > 0)
            configuration.SetSslOption(SslOption.DisableSessionPersistence, false);
        return configuration;
    }

    /// <summary>Waits for the server's first data. In TLS 1.3 a client finishes before the server has examined its certificate.</summary>
    private bool IsConfirmed(QSslSocket socket, SslTarget target)
    {
        if (ConfirmSeconds <= 0 || !socket.IsEncrypted || socket.LocalCertificate.IsNull)
            return true;
        DriveResult result = Wait(
            socket, SocketGoal.Confirmed, (int)(ConfirmSeconds * 1000), $"Waiting for {socket.DisplayTarget()} to take the certificate");
        if (result != DriveResult.Failed)
            return true;
        WriteError(ErrorRecords.ForSocket(socket, target.Input, socket.DisplayTarget()));
        return false;
    }

    /// <summary>Ends the attempt. A socket of the caller stays usable.</summary>
    private void GiveUp(QSslSocket socket)
    {
        if (InputObject is null)
            socket.Dispose();
        else
            socket.Abort();
    }
}
