using System.Diagnostics;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using QSslCore;

namespace QSslModule;

/// <summary>Tests many hosts at once, and writes a report on each.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SslHost", DefaultParameterSetName = TargetSet)]
[OutputType(typeof(SslHostReport))]
public sealed class TestSslHostCommand : SslConnectionCmdlet
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    private readonly ReportQueue _queue = new();
    private readonly Stopwatch _sinceBreath = Stopwatch.StartNew();
    private QSslConfiguration? _configuration;

    /// <summary>
    /// The hosts: a name, host:port, an address in full (127.1 is refused), [address]:port, or a URI such as imaps://mail.example; or
    /// lines of them, where empty ones and comments (# …) are passed over. Objects are taken by their property HostName,
    /// ComputerName, DnsHostName, Host or Name, and Port beside it; earlier reports and rows with their StartTls and PeerName, too.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = TargetSet)]
    [Alias("ComputerName", "DnsHostName", "Name", "Host")]
    [AllowEmptyCollection]
    [SslTargetTransformation(IsList = true)]
    public override SslTarget[] HostName { get; set; } = [];

    /// <summary>How many hosts are tested at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    [ConvertsTo<int>]
    public int ThrottleLimit { get; set; } = 50;

    /// <summary>Writes the reports in the order of the hosts, not in that of their answers.</summary>
    [Parameter]
    public SwitchParameter Ordered { get; set; }

    /// <summary>A certificate of the chain that has so many days left, or fewer, is a warning.</summary>
    [Parameter]
    [ValidateRange(0, 36_500)]
    [ConvertsTo<int>]
    public int WarningDays { get; set; } = 30;

    /// <summary>A certificate of the chain that has so many days left, or fewer, is critical.</summary>
    [Parameter]
    [ValidateRange(0, 36_500)]
    [ConvertsTo<int>]
    public int CriticalDays { get; set; } = 7;

    /// <summary>A host's certificate that has used up so much of its lifetime, in percent, or more, is a warning.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    [ConvertsTo<double>]
    public double? WarningPercent { get; set; }

    /// <summary>A host's certificate that has used up so much of its lifetime, in percent, or more, is critical.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    [ConvertsTo<double>]
    public double? CriticalPercent { get; set; }

    /// <summary>
    /// Public keys, as sha256/ and base64: one must be the host's own or stand in the path that was verified, else the host is critical.
    /// What is merely sent along does not count.
    /// </summary>
    [Parameter]
    public string[] Pin { get; set; } = [];

    /// <summary>The moment to judge for, instead of now: whether the certificates hold then, and how many days are left by then.</summary>
    [Parameter]
    [ConvertsTo<DateTimeOffset>]
    public DateTimeOffset At { get; set; }

    /// <summary>Tests every address of a name, as this system resolves it, and writes a report on each.</summary>
    [Parameter]
    public SwitchParameter AllAddresses { get; set; }

    /// <summary>
    /// Asks the issuers whether they have revoked a certificate of the verified path: by the lists (CRL) and responders (OCSP) that the
    /// certificates name. Only for hosts that are good otherwise.
    /// </summary>
    [Parameter]
    public SwitchParameter CheckRevocation { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _configuration = MakeConfiguration(QSslConfiguration.DefaultConfiguration);
            if (IsGiven(nameof(At)))
                _configuration.VerificationTime = At;
            RunWithWarnings(null, () => RefuseMistakes(_configuration));
        }
        catch (MaterialException e)
        {
            // Without what was asked for, nothing that is found would mean anything; and no host is to blame for it.
            ThrowTerminatingError(e.Record);
        }
    }

    /// <summary>What every host would be refused for alike is a mistake of the command.</summary>
    /// <exception cref="MaterialException">There is one.</exception>
    private void RefuseMistakes(QSslConfiguration configuration)
    {
        PinText.RefuseNoPin(Pin);
        RefuseUnusable(configuration);
        if (PeerName is not null)
            TargetPlan.RefuseNoName(PeerName, "-PeerName", PeerName);
        if (StartTls is not null)
            StartTlsNegotiation.RefuseForMany(StartTls);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!MyInvocation.ExpectingInput && HostName is [{ Input: null }])
            ThrowTerminatingError(ErrorRecords.ForTarget(HostName[0]));
        foreach (SslTarget target in HostName)
        {
            // The only host of a call is none that may be empty.
            if (target.IsNote && (MyInvocation.ExpectingInput || HostName.Length > 1))
                continue;
            while (_queue.Running >= ThrottleLimit)
                TakeOne();
            TestOne(target);
            // The next host may be long in coming: what is done need not wait for it.
            while (Take(TimeSpan.Zero))
            {
            }
        }
    }

    /// <summary>What cannot be tested is an error and a report: with the error silenced the host would go missing.</summary>
    private void TestOne(SslTarget target)
    {
        ErrorRecord? refusal = RefusalOf(target, encrypt: true);
        try
        {
            if (refusal is null)
                RunWithWarnings(target.Input, () => Start(target));
        }
        catch (MaterialException e)
        {
            refusal = e.Record;
        }
        if (refusal is null)
            return;
        WriteError(refusal);
        _queue.Add(Task.FromResult(TargetRefusal.Report(target, refusal, _configuration!)));
    }

    /// <summary>A URI that begins plain says by itself how it comes to TLS.</summary>
    private protected override bool KnowsWayToTls(SslTarget target) =>
        base.KnowsWayToTls(target) || StartTlsNegotiation.Guess(target, target.PortOr(Port)) is not null;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (_queue.Running > 0)
            TakeOne();
        EndProgress();
    }

    private void Start(SslTarget target)
    {
        // Read here, on the pipeline's thread: the checks of several addresses begin on others.
        TargetPlan plan = new(target, Port, StartTls?.ToString(), PeerName);
        bool IsAccepted(QSslError error) => SkipCertificateCheck || IsExpected(error);
        ReportLimits limits = new(WarningDays, CriticalDays, WarningPercent, CriticalPercent, Pin, IsAccepted)
        {
            IsExpected = IsExpected,
            ShowsCertificate = !_configuration!.LocalCertificate.IsNull,
        };
        QNetworkProxy? proxy = MakeProxy();
        PreSharedKeys? keys = Keys;
        WarningBox warnings = WarningsOf(SslTarget.Display(target.HostName, plan.Port));
        HostCheck check = new()
        {
            HostName = target.HostName,
            Port = plan.Port,
            Address = plan.Address,
            PeerName = plan.PeerName,
            NetworkProtocol = NetworkLayer,
            Proxy = proxy,
            StartTls = StartTlsProtocol.Find(plan.StartTls),
            Configuration = _configuration,
            AcceptsError = IsAccepted,
            PreSharedKey = keys is null ? null : authenticator => keys.Answer(authenticator, asServer: false),
            ChecksRevocation = CheckRevocation,
            Timeout = TimeoutSeconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(TimeoutSeconds),
            Prepare = socket => CoreWarnings.Adopt(socket, warnings),
            Narrator = TraceLines is { } trace ? trace.Put : null,
        };
        HostReporter reporter = new(plan, ProxyText.Of(proxy), limits);
        if (AllAddresses)
            _queue.Add(reporter.ReportAsync(check.RunAllAddressesAsync(StopToken)));
        else
            _queue.Add(reporter.ReportAsync(check.RunAsync(StopToken)));
    }

    /// <summary>Waits for one more outcome.</summary>
    private void TakeOne()
    {
        while (!Take(s_tick))
            PumpEvents();
    }

    private void PumpEvents()
    {
        if (StopToken.IsCancellationRequested)
            throw new PipelineStoppedException();
        _sinceBreath.Restart();
        Idle($"Testing hosts: {_queue.Finished} of {_queue.Started} done");
    }

    /// <summary>Writes what can be written; false when no test ended within the limit.</summary>
    private bool Take(TimeSpan limit)
    {
        if (!_queue.TryTake(Ordered, limit, out IReadOnlyList<SslHostReport> reports, out Exception? failure))
            return false;
        WriteTrace();
        // Hosts that answer one after the other leave no pause: progress is shown all the same.
        if (_sinceBreath.Elapsed > s_tick)
            PumpEvents();
        if (failure is OperationCanceledException)
            throw new PipelineStoppedException();
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        WriteWarnings();
        WriteObject(reports, enumerateCollection: true);
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // A pipeline that wanted the first reports only, or failed at one, does not want the hosts that are still being tested.
        if (disposing)
            StopProcessing();
        base.Dispose(disposing);
        if (disposing)
            _queue.Dispose();
    }
}
