using System.Diagnostics;
using System.Globalization;
using System.Net;
using QSslCore;
using QSslCore.Sockets;
using QSslCore.StartTls;

namespace QSslModule;

/// <summary>Looks at one host, without a thread of its own: the event loop drives the socket, and the task goes on when there is
/// news.</summary>
/// <param name="target">Where.</param>
/// <param name="port">The port.</param>
/// <param name="configuration">What to offer and what to trust.</param>
/// <param name="limits">What to judge by.</param>
internal sealed partial class HostProbe(SslTarget target, int port, QSslConfiguration configuration, ReportLimits limits)
{
    private readonly Stopwatch _watch = new();
    private TimeSpan _phaseStart;

    /// <summary>What the host agreed on, as far as it came.</summary>
    private readonly List<SslReportFinding> _sessionFindings = [];

    private readonly ClientCertificateVerdict _verdict = new(configuration);

    public string PeerName { get; init; } = "";

    /// <summary>What to go through; null for the application's.</summary>
    public QNetworkProxy? Proxy { get; init; }

    public NetworkLayerProtocol NetworkProtocol { get; init; } = NetworkLayerProtocol.AnyIPProtocol;

    /// <summary>What comes before TLS; null for nothing.</summary>
    public StartTlsDialogue? Dialogue { get; init; }

    public string StartTlsName { get; init; } = "";

    /// <summary>What the report says of the proxy.</summary>
    public string ProxyName { get; init; } = "";

    /// <summary>The one address to connect to; null for whichever of the name's answers.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>How long it took to look the address up, when it was.</summary>
    public TimeSpan Lookup { get; init; }

    /// <summary>Keys that peers may know instead of showing a certificate; null for none.</summary>
    public PreSharedKeys? PreSharedKeys { get; init; }

    /// <summary>The staple is asked for to look at it, and a host without one is as good as another.</summary>
    public bool LooksAtStaple { get; init; }

    /// <summary>Ask the issuers whether they have revoked what the host shows.</summary>
    public bool ChecksRevocation { get; init; }

    /// <summary>Gets the phases of this connection; null for nothing that listens.</summary>
    public TraceBox? Trace { get; init; }

    /// <summary>Gets the library's warnings about this connection.</summary>
    public required WarningBox Warnings { get; init; }

    /// <summary>Never throws for anything about the host.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<SslHostReport> RunAsync(TimeSpan limit, CancellationToken token)
    {
        DateTime now = DateTime.UtcNow;
        SslHostReport report = new()
        {
            Target = SslTarget.Display(target.HostName, port),
            HostName = target.HostName,
            Port = port,
            Address = Address?.ToString() ?? "",
            StartTls = StartTlsName,
            PeerName = PeerName,
            Proxy = ProxyName,
            AllAddresses = Address is not null,
            Timestamp = now,
            At = configuration.VerificationTime?.UtcDateTime ?? now,
            Backend = configuration.Backend.Length > 0 ? configuration.Backend : QSslSocket.ActiveBackend,
        };
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(token);
        if (limit != Timeout.InfiniteTimeSpan)
            timeout.CancelAfter(limit);
        if (Address is not null)
            report.Timings.Lookup = Milliseconds(Lookup);
        // A target with an address still means the name.
        string peerName = PeerName.Length > 0 || Address is null ? PeerName : target.HostName;
        using QSslSocket socket = new()
        {
            SslConfiguration = configuration,
            PeerVerifyName = peerName,
            ReadBufferSize = CmdletSocket.ReadBufferSize,
        };
        CoreWarnings.Adopt(socket, Warnings);
        socket.Narrator = Trace is null ? null : Trace.Put;
        if (Proxy is not null)
            socket.Proxy = Proxy;
        string? failure = null;
        IReadOnlyList<QSslError> errors = [];
        QSslError? stapleFault = null;
        if (PreSharedKeys is not null)
            socket.PreSharedKeyAuthenticationRequired += PreSharedKeys.Answer;
        socket.SslErrors += (_, e) =>
        {
            // The connection ends here, and with it what was agreed on.
            stapleFault = e.Errors.FirstOrDefault(StapleReport.IsOfStaple);
            errors = [.. e.Errors.Where(error => !IsExcused(socket, error))];
            NoteSession(report, socket);
            if (errors.All(limits.IsAccepted))
                socket.IgnoreSslErrors();
        };
        _watch.Start();
        try
        {
            failure = await ConnectAsync(socket, report, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            failure = _verdict.IsOpen ? null : DescribeTimeout(socket, report, limit);
        }
        report.Timings.Total = Milliseconds(_watch.Elapsed + Lookup);
        if (report.Timings.Connect is null)
        {
            ReportJudge.Miss(report, failure ?? socket.ErrorString);
            return report;
        }
        ReportJudge.Describe(report, socket.PeerCertificateChain, socket.VerifiedCertificateChain, errors);
        List<SslReportFinding> findings =
        [
            .. _sessionFindings,
            .. CertificateJudge.Judge(socket.PeerCertificateChain, socket.VerifiedCertificateChain, limits.IsExpected),
        ];
        if (configuration.OcspStaplingEnabled && report.Chain.Length > 0)
        {
            report.Stapling = StapleReport.Describe(stapleFault, socket.OcspResponses);
            if (LooksAtStaple)
                findings.AddRange(StapleReport.Judge(stapleFault, socket.PeerCertificate));
        }
        else if (report.Chain.Length > 0)
        {
            findings.AddRange(StapleReport.JudgeUnasked(report.Backend, socket.PeerCertificate));
        }
        if (ChecksRevocation && report.Chain.Length > 0)
            findings.AddRange(await CheckRevocationAsync(socket, report, errors, failure, limit, token).ConfigureAwait(false));
        if (socket.HandshakeFault == HandshakeFault.CertificateMissed)
            report.ClientCertificate = "Required";
        if (failure is null && _verdict.IsOpen)
            findings.Add(_verdict.Describe());
        // An identity that was refused is its own reason.
        ReportJudge.Judge(report, errors, errors.All(limits.IsAccepted) ? failure : null, limits, findings);
        return report;
    }

    /// <summary>What is no fault of this host: a staple that only the test asked for, and no certificate where a key was known.</summary>
    private bool IsExcused(QSslSocket socket, QSslError error) =>
        (LooksAtStaple && StapleReport.IsOfStaple(error))
        || (PreSharedKeys is not null && socket.UsesPreSharedKey && error.Error == SslErrorCode.NoPeerCertificate);

    private string DescribeTimeout(QSslSocket socket, SslHostReport report, TimeSpan limit)
    {
        if (socket.State is not (SocketState.ConnectedState or SocketState.ClosingState))
            return socket.DescribeTimeout(SocketGoal.Connected, (int)limit.TotalMilliseconds);
        return Dialogue?.Status == StartTlsStatus.NeedsInput
            ? string.Create(CultureInfo.InvariantCulture,
                $"{report.Target} did not come to TLS by {StartTlsName} within {limit.TotalSeconds:0.###} s")
            : socket.DescribeTimeout(SocketGoal.Encrypted, (int)limit.TotalMilliseconds);
    }

    /// <returns>Why there is no encrypted connection; null when there is one.</returns>
    private async Task<string?> ConnectAsync(QSslSocket socket, SslHostReport report, CancellationToken token)
    {
        socket.HostFound += (_, _) => report.Timings.Lookup ??= Phase();
        // The host may end the connection right after, and with it what was agreed on.
        socket.Encrypted += (_, _) =>
        {
            report.Timings.Handshake = Phase();
            NoteSession(report, socket);
        };
        socket.ConnectToHost(Address?.ToString() ?? target.HostName, port, OpenMode.ReadWrite, NetworkProtocol);
        if (await socket.DriveAsync(SocketGoal.HasConnected, token).ConfigureAwait(false) != DriveResult.Satisfied)
            return socket.ErrorString;
        report.Timings.Connect = Phase();
        report.Address = socket.PeerAddress?.ToString() ?? report.Address;
        if (Dialogue is not null)
        {
            try
            {
                await StartTlsClient.RunAsync(socket, Dialogue, token).ConfigureAwait(false);
            }
            finally
            {
                StartTlsNegotiation.Narrate(socket, Dialogue);
            }
            if (Dialogue.Status != StartTlsStatus.Ready)
                return StartTlsException.Describe(Dialogue);
            report.Timings.StartTls = Phase();
        }
        socket.StartClientEncryption();
        bool encrypted = await socket.DriveAsync(SocketGoal.HasEncrypted, token).ConfigureAwait(false) == DriveResult.Satisfied;
        report.Timings.Handshake ??= Phase();
        if (!encrypted)
            return socket.ErrorString;
        if (!socket.CertificateRequested)
            return null;
        report.ClientCertificate = "Requested";
        return await _verdict.HearAsync(socket, token).ConfigureAwait(false);
    }

    private void NoteSession(SslHostReport report, QSslSocket socket)
    {
        report.Protocol = socket.SessionProtocol == SslProtocol.UnknownProtocol ? "" : socket.SessionProtocol.ToString();
        report.Cipher = socket.SessionCipher.Name;
        report.Group = socket.NegotiatedGroup;
        report.Alpn = socket.NextNegotiatedProtocol ?? "";
        _sessionFindings.Clear();
        _sessionFindings.AddRange(SessionJudge.JudgeSuite(socket.SessionProtocol, socket.SessionCipher));
        // How keys are agreed on is known when they are.
        if (socket.IsEncrypted)
            _sessionFindings.AddRange(SessionJudge.JudgeExchange(socket, socket.SessionCipher));
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
