using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Tests many hosts at once, and writes a report on each.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SslHost", DefaultParameterSetName = TargetSet)]
[OutputType(typeof(SslHostReport))]
public sealed class TestSslHostCommand : SslHostListCmdlet
{
    private readonly ManyTargets<SslHostReport> _hosts;
    private QSslConfiguration? _configuration;
    private SslPolicy? _policy;
    private ExpiryLimits? _expiry;

    /// <summary>Makes the cmdlet.</summary>
    public TestSslHostCommand() => _hosts = new(this, "Testing hosts")
    {
        ThrottleLimit = () => ThrottleLimit,
        IsOrdered = () => Ordered,
        Delay = () => TimeSpan.FromMilliseconds(DelayMilliseconds),
        Refuse = target => RefusalOf(target, encrypt: true),
        Start = Start,
        Describe = (target, refusal) => TargetRefusal.Report(target, refusal, _configuration!),
    };

    /// <summary>How many hosts are tested at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    [ConvertsTo<int>]
    public int ThrottleLimit { get; set; } = 50;

    /// <summary>How often a host that is not reached is tried again, each time with the whole time limit.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    [ConvertsTo<int>]
    public int RetryCount { get; set; }

    /// <summary>How long to wait before the next host is begun, and before a host is tried again, in milliseconds.</summary>
    [Parameter]
    [ValidateRange(0, 3_600_000)]
    [ConvertsTo<int>]
    public int DelayMilliseconds { get; set; }

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

    /// <summary>
    /// A policy that the hosts have to follow: its name, a file with one, or what Get-SslPolicy wrote. Each host is profiled as by
    /// Get-SslHostProfile, too, and each broken rule is a finding. A rule that could not be judged is a warning.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public object? Policy { get; set; }

    /// <summary>
    /// Says why a handshake failed: what the host accepts is held against what was offered, and the reason names the parameter that would
    /// make it work.
    /// </summary>
    [Parameter]
    public SwitchParameter Explain { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _configuration = MakeConfiguration(QSslConfiguration.DefaultConfiguration);
            if (IsGiven(nameof(At)))
                _configuration.VerificationTime = At;
            RunWithWarnings(null, () => RefuseMistakes(_configuration));
            if (IsGiven(nameof(Policy)))
                _policy = PolicyFinder.Find(this, Policy);
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
        _expiry = ExpiryLimits.Of(WarningDays, CriticalDays, WarningPercent, CriticalPercent, IsGiven);
        RefuseUnusable(configuration);
        ConnectionTerms.RefuseMistakes(PeerName, StartTls);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _hosts.Add(Targets());

    /// <inheritdoc/>
    protected override void EndProcessing() => _hosts.Finish();

    private Task<SslHostReport[]> Start(SslTarget target)
    {
        // Read here, on the pipeline's thread: the checks of several addresses begin on others.
        TargetPlan plan = new(target, Port, StartTls?.ToString(), PeerName);
        bool IsAccepted(QSslError error) => SkipCertificateCheck || IsExpected(error);
        ReportLimits limits = new(_expiry!, Pin, IsAccepted)
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
            Timeout = ConnectionTerms.LimitOf(TimeoutSeconds),
            Prepare = socket => CoreWarnings.Adopt(socket, warnings),
            Narrator = TraceLines is { } trace ? trace.Put : null,
        };
        HostReporter reporter = new(plan, ProxyText.Of(proxy), limits)
        {
            Survey = new(check, _policy, Explain, TraceLines, StopToken),
        };
        HostRetries retries = new(RetryCount, TimeSpan.FromMilliseconds(DelayMilliseconds));
        return AllAddresses
            ? reporter.ReportAsync(retries.RunAllAddressesAsync(check, StopToken))
            : reporter.ReportAsync(retries.RunAsync(check, StopToken));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // A pipeline that wanted the first reports only, or failed at one, does not want the hosts that are still being tested.
        if (disposing)
            StopProcessing();
        base.Dispose(disposing);
        if (disposing)
            _hosts.Dispose();
    }
}
