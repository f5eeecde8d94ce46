using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Exports the session of an encrypted connection, so that another connection can resume it.</summary>
[Cmdlet(VerbsData.Export, "SslSession", SupportsShouldProcess = true)]
[OutputType(typeof(byte[]))]
public sealed class ExportSslSessionCommand : SslOutputCmdlet
{
    /// <summary>The encrypted connection, established with -KeepSession.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [Alias("Socket")]
    [ConvertsTo<QSslSocket>]
    public QSslSocket InputObject { get; set; } = null!;

    /// <summary>The time to wait for a session from the server, in seconds. Fractions are allowed; -1 means no limit.</summary>
    [Parameter]
    [ValidateRange(-1, int.MaxValue / 1000)]
    [ConvertsTo<double>]
    public double TimeoutSeconds { get; set; } = 5;

    private protected override double Limit => TimeoutSeconds;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        QSslSocket socket = InputObject;
        string name = socket.DisplayTarget();
        if (RefuseRemoved(socket, "no session can be had"))
            return;
        if (!socket.IsEncrypted && socket.SslConfiguration.SessionTicket.Length == 0)
        {
            WriteError(SessionErrors.NotEncrypted(socket));
            return;
        }
        if (socket.SslConfiguration.TestSslOption(SslOption.DisableSessionPersistence))
        {
            WriteError(SessionErrors.NotKept(socket));
            return;
        }
        if (Wait(socket, SocketGoal.Session, TimeoutMilliseconds, $"Waiting for a session of {name}") != DriveResult.Satisfied)
        {
            WriteError(SessionErrors.NoneGiven(socket));
            return;
        }
        try
        {
            SealedSession session = new(SealedSession.ThisExporter, NameOf(socket), socket.SslConfiguration.SessionTicket);
            Write(() => session.Encode(SessionKey.FindOrMake()), isText: false, isSecret: true, $"Write the session of {name}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WriteError(SessionErrors.NotSealed(socket, e));
        }
    }

    private static string NameOf(QSslSocket socket) => socket.PeerVerifyName.Length > 0 ? socket.PeerVerifyName : socket.PeerName;
}
