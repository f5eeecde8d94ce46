using System.Diagnostics;
using System.Management.Automation;
using QSslCore;
using QSslCore.Sockets;

namespace QSslModule;

/// <summary>Takes connections of a server as they come.</summary>
[Cmdlet(VerbsCommunications.Receive, "SslConnection")]
[OutputType(typeof(QSslSocket))]
public sealed class ReceiveSslConnectionCommand : SslWaitingCmdlet
{
    /// <summary>The server.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Server")]
    public QTcpServer InputObject { get; set; } = null!;

    /// <summary>How many connections to take.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Stopwatch watch = Stopwatch.StartNew();
        List<string> refused = [];
        void OnRefused(object? sender, SslServerErrorEventArgs e)
        {
            lock (refused)
            {
                refused.Add(e.ErrorString);
            }
        }
        QSslServer? tls = InputObject as QSslServer;
        if (tls is not null)
            tls.ErrorOccurred += OnRefused;
        try
        {
            for (int taken = 0; taken < Count;)
            {
                DriveResult result = Wait(InputObject, Remaining(watch), $"Waiting for a connection on port {InputObject.ServerPort}");
                if (result != DriveResult.Satisfied)
                {
                    WriteFailure(result, refused);
                    return;
                }
                if (InputObject.NextPendingConnection() is QSslSocket socket)
                {
                    taken++;
                    WriteObject(socket);
                }
            }
        }
        finally
        {
            if (tls is not null)
                tls.ErrorOccurred -= OnRefused;
        }
    }

    private void WriteFailure(DriveResult result, List<string> refused)
    {
        if (result == DriveResult.Failed)
        {
            WriteError(ErrorRecords.Make(
                ErrorIds.NotConnected, ErrorCategory.InvalidOperation, InputObject, "The server does not listen.", "Make one with New-SslServer."));
            return;
        }
        string text = $"No connection was established on port {InputObject.ServerPort} within {TimeoutSeconds} s.";
        lock (refused)
        {
            if (refused.Count > 0)
                text += $" Clients that were dropped meanwhile: {refused.Count}; the last: {refused[^1]}";
        }
        WriteError(ErrorRecords.Make(
            ErrorIds.Timeout, ErrorCategory.OperationTimeout, InputObject, text, "Give more time with -TimeoutSeconds.", new TimeoutException(text)));
    }
}
