using System.Diagnostics;
using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Receives connections of a server as they arrive.</summary>
[Cmdlet(VerbsCommunications.Receive, "SslConnection")]
[OutputType(typeof(QSslSocket))]
public sealed class ReceiveSslConnectionCommand : SslWaitingCmdlet
{
    /// <summary>The server.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Server")]
    [ConvertsTo<QTcpServer>]
    public QTcpServer InputObject { get; set; } = null!;

    /// <summary>The number of connections to receive.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ConvertsTo<int>]
    public int Count { get; set; } = 1;

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(InputObject, ReceiveTraced);

    private void ReceiveTraced()
    {
        QSslServer? traced = TraceLines is null ? null : InputObject as QSslServer;
        try
        {
            if (traced is not null)
                traced.Narrator = TraceLines!.Put;
            Receive();
        }
        finally
        {
            if (traced is not null)
                traced.Narrator = null;
        }
    }

    private void Receive()
    {
        Stopwatch watch = Stopwatch.StartNew();
        RefusalLog? refusals = InputObject is QSslServer server ? RefusalLog.Of(server) : null;
        for (int taken = 0; taken < Count;)
        {
            DriveResult result = Wait(InputObject, Remaining(watch), $"Waiting for a connection on port {InputObject.ServerPort}");
            if (result != DriveResult.Satisfied)
            {
                WriteFailure(result, refusals?.Take() ?? []);
                return;
            }
            if (InputObject.NextPendingConnection() is QSslSocket socket)
            {
                taken++;
                socket.Narrator = null;
                Adopt(socket);
                TellTaken(socket);
                CmdletSocket.Limit(socket);
                WriteObject(socket);
            }
            else if (HasPassed(watch))
            {
                // Clients that disconnect before they are received do not extend the time limit.
                WriteFailure(DriveResult.TimedOut, refusals?.Take() ?? []);
                return;
            }
        }
    }

    /// <summary>Writes the facts of the handshake, which ran in the background and usually before this cmdlet started.</summary>
    private void TellTaken(QSslSocket socket)
    {
        if (TraceLines is null)
            return;
        string session = !socket.IsEncrypted ? "it is not encrypted"
            : $"{socket.SessionProtocol}, {socket.SessionCipher.Name}"
                + (socket.NegotiatedGroup.Length == 0 ? "" : $", group {socket.NegotiatedGroup}");
        Tell(socket.DisplayTarget(), $"The connection is taken on port {InputObject.ServerPort}: {session}.");
        if (!socket.IsEncrypted)
            return;
        string errors = string.Join(", ", socket.SslHandshakeErrors.Select(e => e.Error));
        Tell(socket.DisplayTarget(), socket.PeerCertificate.IsNull ? "The client shows no certificate."
            : $"The client is '{socket.PeerCertificate.VisibleName}', with the errors that were accepted: "
                + $"{(errors.Length == 0 ? "none" : errors)}.");
    }

    private void WriteFailure(DriveResult result, IReadOnlyList<string> refused)
    {
        if (result == DriveResult.Failed)
        {
            WriteError(ServerErrors.NotListening(InputObject));
            return;
        }
        foreach (string one in refused)
            Tell($"port {InputObject.ServerPort}", $"A client was dropped: {one}");
        WriteError(ServerErrors.NoClient(InputObject, TimeoutSeconds, refused));
    }
}
