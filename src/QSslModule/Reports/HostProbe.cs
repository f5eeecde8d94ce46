using System.Diagnostics;
using QSslCore;
using QSslCore.Sockets;
using QSslCore.StartTls;

namespace QSslModule;

/// <summary>Looks at one host, without a thread of its own: the event loop drives the socket, and the task goes on when there is news.</summary>
/// <param name="target">Where.</param>
/// <param name="port">The port.</param>
/// <param name="configuration">What to offer and whom to trust.</param>
/// <param name="limits">What to judge by.</param>
internal sealed class HostProbe(SslTarget target, int port, QSslConfiguration configuration, ReportLimits limits)
{
    private readonly Stopwatch _watch = new();
    private TimeSpan _phaseStart;

    public string PeerName { get; init; } = "";

    /// <summary>What to go through; null for the application's.</summary>
    public QNetworkProxy? Proxy { get; init; }

    public NetworkLayerProtocol NetworkProtocol { get; init; } = NetworkLayerProtocol.AnyIPProtocol;

    /// <summary>What comes before TLS; null for nothing.</summary>
    public StartTlsDialogue? Dialogue { get; init; }

    public string StartTlsName { get; init; } = "";

    /// <summary>Never throws for anything about the host.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<SslHostReport> RunAsync(TimeSpan limit, CancellationToken token)
    {
        SslHostReport report = new()
        {
            Target = SslTarget.Display(target.HostName, port),
            HostName = target.HostName,
            Port = port,
            StartTls = StartTlsName,
            Timestamp = DateTime.UtcNow,
            Backend = configuration.Backend.Length > 0 ? configuration.Backend : QSslSocket.ActiveBackend,
        };
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(token);
        if (limit != Timeout.InfiniteTimeSpan)
            timeout.CancelAfter(limit);
        using QSslSocket socket = new() { SslConfiguration = configuration, PeerVerifyName = PeerName };
        if (Proxy is not null)
            socket.Proxy = Proxy;
        string? failure = null;
        IReadOnlyList<QSslError> errors = [];
        socket.SslErrors += (_, e) =>
        {
            // The connection ends here, and with it what was agreed on.
            errors = e.Errors;
            NoteSession(report, socket);
            if (e.Errors.All(limits.IsAccepted))
                socket.IgnoreSslErrors();
        };
        _watch.Start();
        try
        {
            failure = await ConnectAsync(socket, report, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            failure = socket.State is SocketState.ConnectedState or SocketState.ClosingState
                ? $"{socket.DescribeTimeout(SocketGoal.Encrypted, (int)limit.TotalMilliseconds)}"
                : socket.DescribeTimeout(SocketGoal.Connected, (int)limit.TotalMilliseconds);
        }
        report.Timings.Total = Milliseconds(_watch.Elapsed);
        if (report.Timings.Connect is null)
        {
            ReportJudge.Miss(report, failure ?? socket.ErrorString);
            return report;
        }
        if (socket.IsEncrypted)
            NoteSession(report, socket);
        ReportJudge.Describe(report, socket.PeerCertificateChain, socket.VerifiedCertificateChain, errors);
        // An identity that was refused is its own reason.
        ReportJudge.Judge(report, errors, errors.All(limits.IsAccepted) ? failure : null, limits);
        return report;
    }

    /// <returns>Why there is no encrypted connection; null when there is one.</returns>
    private async Task<string?> ConnectAsync(QSslSocket socket, SslHostReport report, CancellationToken token)
    {
        socket.HostFound += (_, _) => report.Timings.Lookup ??= Phase();
        socket.ConnectToHost(target.HostName, port, OpenMode.ReadWrite, NetworkProtocol);
        if (await socket.DriveAsync(SocketGoal.Connected, token).ConfigureAwait(false) != DriveResult.Satisfied)
            return socket.ErrorString;
        report.Timings.Connect = Phase();
        report.Address = socket.PeerAddress?.ToString() ?? "";
        if (Dialogue is not null)
        {
            await StartTlsNegotiation.RunAsync(socket, Dialogue, token).ConfigureAwait(false);
            if (Dialogue.Status != StartTlsStatus.Ready)
                return StartTlsNegotiation.Describe(Dialogue);
            report.Timings.StartTls = Phase();
        }
        socket.StartClientEncryption();
        bool encrypted = await socket.DriveAsync(SocketGoal.Encrypted, token).ConfigureAwait(false) == DriveResult.Satisfied;
        report.Timings.Handshake = Phase();
        return encrypted ? null : socket.ErrorString;
    }

    private static void NoteSession(SslHostReport report, QSslSocket socket)
    {
        report.Protocol = socket.SessionProtocol == SslProtocol.UnknownProtocol ? "" : socket.SessionProtocol.ToString();
        report.Cipher = socket.SessionCipher.Name;
        report.Alpn = socket.NextNegotiatedProtocol ?? "";
    }

    private double Phase()
    {
        TimeSpan now = _watch.Elapsed;
        double phase = Milliseconds(now - _phaseStart);
        _phaseStart = now;
        return phase;
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
