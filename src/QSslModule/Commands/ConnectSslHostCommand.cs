using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Connects to hosts, encrypts, verifies them, and writes the sockets.</summary>
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

    /// <summary>A socket made before, to connect instead of a new one.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = GivenSet)]
    [Alias("Socket")]
    [ConvertsTo<QSslSocket>(IsOneOfSeveral = true)]
    public QSslSocket? InputObject { get; set; }

    /// <summary>Connects without encrypting; Start-SslClientEncryption does that later.</summary>
    [Parameter]
    public SwitchParameter NoEncryption { get; set; }

    /// <summary>Starts the connection and writes the socket at once; the connection goes on in the background.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Stops the handshake when the peer is not accepted, and writes the paused socket for Approve-SslError.</summary>
    [Parameter]
    public SwitchParameter PauseOnSslErrors { get; set; }

    /// <summary>A session to resume, of Import-SslSession, as bytes or as a path; of the same backend as the connection (-Backend). Its
    /// peer is verified anew; where it would not be accepted today, a full handshake is made. Implies -KeepSession.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Session { get; set; }

    /// <summary>Keeps the session that the server gives, for Export-SslSession.</summary>
    [Parameter]
    public SwitchParameter KeepSession { get; set; }

    /// <summary>
    /// After a TLS 1.3 handshake with -Certificate, waits for the server's first word, in seconds at most: what it has to say
    /// against the certificate comes only then, and is an error here instead of at the first read.
    /// </summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    [ConvertsTo<double>]
    public double ConfirmSeconds { get; set; }

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
            // Once it was found good, it is for the other hosts, too.
            if (!NoEncryption && !_isUsable)
                RefuseUnusable(configuration);
            _isUsable = true;
            socket.SslConfiguration = configuration;
            if (NoWait)
            {
                Begin(socket, target, encrypt: !NoEncryption);
                socket.DriveInBackground(NoEncryption ? SocketGoal.Connected : SocketGoal.EncryptedOrPaused);
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
        if (Session is not null)
            configuration.SessionTicket = new SessionReader(this).Read(Session, configuration.Backend).Ticket;
        // The server's first word is often a session, which would not be seen otherwise.
        if (KeepSession || Session is not null || ConfirmSeconds > 0)
            configuration.SetSslOption(SslOption.DisableSessionPersistence, false);
        return configuration;
    }

    /// <summary>In TLS 1.3 a client is done before the server has looked at its certificate.</summary>
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

    /// <summary>The caller's own socket stays usable.</summary>
    private void GiveUp(QSslSocket socket)
    {
        if (InputObject is null)
            socket.Dispose();
        else
            socket.Abort();
    }
}
