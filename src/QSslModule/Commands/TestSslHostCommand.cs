using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Tests many hosts at the same time and returns a report for each.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SslHost", DefaultParameterSetName = TargetSet)]
[OutputType(typeof(SslHostReport))]
public sealed partial class TestSslHostCommand : SslHostListCmdlet
{
    private const string MailProtocol = "smtp";

    private readonly ManyTargets<SslHostReport> _hosts;
    private readonly PerHostLimit _perHost = new();
    private QSslConfiguration? _configuration;
    private SslPolicy? _policy;
    private ExpiryLimits? _expiry;
    private DnsResolver? _resolver;
    private MailRun? _mail;
    private TrustStores? _stores;

    /// <summary>Creates the cmdlet.</summary>
    public TestSslHostCommand() => _hosts = new(this, "Testing hosts")
    {
        ThrottleLimit = () => ThrottleLimit,
        IsOrdered = () => Ordered,
        Delay = () => TimeSpan.FromMilliseconds(DelayMilliseconds),
        Refuse = target => RefusalOf(target, encrypt: true),
        Start = Start,
        Describe = (target, refusal) => TargetRefusal.Report(target, refusal, _configuration!),
        Review = FleetReview.Review,
        Keeps = () => _policy is not null,
    };

    /// <summary>The maximum number of hosts that are tested at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    [ConvertsTo<int>]
    public int ThrottleLimit { get; set; } = 50;

    /// <summary>How often to retry a host that was not reached, each time with the whole time limit.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    [ConvertsTo<int>]
    public int RetryCount { get; set; }

    /// <summary>The time to wait before the next host is started, and before a host is retried, in milliseconds.</summary>
    [Parameter]
    [ValidateRange(0, 3_600_000)]
    [ConvertsTo<int>]
    public int DelayMilliseconds { get; set; }

    /// <summary>How many targets with the same host name are tested at the same time; all of them unless told.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    [ConvertsTo<int>]
    public int ConnectionsPerHost { get; set; } = 10_000;

    /// <summary>Writes the reports in the order of the hosts, not in that of their answers.</summary>
    [Parameter]
    public SwitchParameter Ordered { get; set; }

    /// <summary>Tests every address of a name, as this system resolves it, and writes a report on each.</summary>
    [Parameter]
    public SwitchParameter AllAddresses { get; set; }

    /// <summary>
    /// Asks the issuers whether a certificate of the verified path is revoked, by the lists (CRL) and responders (OCSP) that the
    /// certificates name. Applies only to hosts that are good otherwise.
    /// </summary>
    [Parameter]
    public SwitchParameter CheckRevocation { get; set; }

    /// <summary>
    /// A policy that the hosts must follow: its name, a file, or the output of Get-SslPolicy. The cmdlet also profiles each host as
    /// Get-SslHostProfile does. Each rule that is not met is a finding. A rule that could not be judged is a warning.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PolicyNameCompleter))]
    public object? Policy { get; set; }

    /// <summary>
    /// Explains why a handshake failed. The cmdlet compares what the host accepts with what was offered, and names the parameter that makes
    /// the handshake work.
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
            _stores = MakeStores(_configuration);
            RunWithWarnings(null, () => RefuseMistakes(_configuration));
            if (IsGiven(nameof(Policy)))
                _policy = PolicyFinder.Find(this, Policy);
        }
        catch (MaterialException e)
        {
            // Results without the requested settings would be meaningless, and the fault is not one of a host.
            ThrowTerminatingError(e.Record);
        }
    }

    /// <summary>Throws for values that every host would refuse. They are mistakes in the command.</summary>
    /// <exception cref="MaterialException">A value is not valid.</exception>
    private void RefuseMistakes(QSslConfiguration configuration)
    {
        if (IsGiven(nameof(Pin)))
            PinText.RefuseNoPin(Pin);
        _expiry = ExpiryLimits.Of(WarningDays, CriticalDays, WarningPercent, CriticalPercent, IsGiven);
        RefuseUnusable(configuration);
        ConnectionTerms.RefuseMistakes(PeerName, StartTls);
        if (Mx && StartTls is not null && !StartTls.ToString()!.Equals(MailProtocol, StringComparison.OrdinalIgnoreCase))
            throw new MaterialException(SettingsErrors.StartTlsExcluded(StartTls, "-Mx"));
        if (DnsServer is not null && !Mx && !Dane)
            throw new MaterialException(SettingsErrors.DnsServerUnused(DnsServer));
        _resolver = Mx || Dane ? new(DnsServer, ConnectionTerms.LimitOf(TimeoutSeconds)) : null;
        _mail = Mx ? new(_resolver!, (host, tlsa) => Start(host, Dane ? tlsa : null), configuration, Port, StopToken) : null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _hosts.Add(Targets());

    /// <inheritdoc/>
    protected override void EndProcessing() => _hosts.Finish();

    private Task<SslHostReport[]> Start(SslTarget target) => _mail?.RunAsync(target) ?? Start(target, Dane ? _resolver : null);

    private Task<SslHostReport[]> Start(SslTarget target, ITlsaResolver? tlsa)
    {
        // Read here: the checks of several addresses begin on other threads.
        TargetPlan plan = new(target, Port, Mx ? MailProtocol : StartTls?.ToString(), PeerName);
        bool IsAccepted(QSslError error) => SkipCertificateCheck || IsExpected(error);
        ReportLimits limits = new(_expiry!, Pin, IsAccepted)
        {
            IsExpected = IsExpected,
            Stores = _stores,
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
            LocalAddress = SourceAddress,
            Proxy = proxy,
            StartTls = StartTlsProtocol.Find(plan.StartTls),
            Configuration = _configuration,
            AcceptsError = IsAccepted,
            PreSharedKey = keys is null ? null : authenticator => keys.Answer(authenticator, asServer: false),
            ChecksRevocation = CheckRevocation,
            TlsaResolver = tlsa,
            Timeout = ConnectionTerms.LimitOf(TimeoutSeconds),
            Prepare = socket => CoreWarnings.Adopt(socket, warnings),
            Narrator = TraceLines is { } trace ? trace.Put : null,
        };
        HostReporter reporter = new(plan, ProxyText.Of(proxy), limits, StopToken)
        {
            Issuers = FetchIntermediate ? new(_configuration, check.Timeout) : null,
            Survey = new(check, _policy, Explain, TraceLines, StopToken),
        };
        HostRetries retries = new(RetryCount, TimeSpan.FromMilliseconds(DelayMilliseconds));
        return _perHost.RunAsync(target.HostName, ConnectionsPerHost, () => AllAddresses
            ? reporter.ReportAsync(retries.RunAllAddressesAsync(check, StopToken))
            : reporter.ReportAsync(retries.RunAsync(check, StopToken)), StopToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // A pipeline that stops early or fails does not need the hosts that are still being tested.
        if (disposing)
            StopProcessing();
        base.Dispose(disposing);
        if (disposing)
            _hosts.Dispose();
    }
}
