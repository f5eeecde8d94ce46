using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Finds out what hosts accept of any client: versions, suites, groups, signatures, certificates, and known weaknesses.</summary>
[Cmdlet(VerbsCommon.Get, "SslHostProfile")]
[OutputType(typeof(SslHostProfile))]
public sealed class GetSslHostProfileCommand : SslCmdlet
{
    private readonly ManyTargets<SslHostProfile> _hosts;

    /// <summary>Makes the cmdlet.</summary>
    public GetSslHostProfileCommand() => _hosts = new(this, "Profiling hosts")
    {
        ThrottleLimit = () => ThrottleLimit,
        IsOrdered = () => Ordered,
        Refuse = target => ConnectionTerms.RefusalOf(target, encrypt: true,
            one => ConnectionTerms.KnowsWayToTls(one, StartTls, Port)),
        Start = Start,
        Describe = Describe,
    };

    /// <summary>
    /// The hosts: a name, host:port, an address in full (127.1 is refused), [address]:port, or a URI such as imaps://mail.example; or
    /// lines of them, where empty ones and comments (# …) are passed over. Objects are taken by their property HostName,
    /// ComputerName, DnsHostName, Host or Name, and Port beside it; reports and rows with their StartTls and PeerName, too.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("ComputerName", "DnsHostName", "Name", "Host")]
    [AllowEmptyCollection]
    [SslTargetTransformation(IsList = true)]
    public SslTarget[] HostName { get; set; } = [];

    /// <summary>The port, for hosts that name none themselves; 443, or that of the URI's scheme, unless told.</summary>
    [Parameter(Position = 1)]
    [ValidateRange(1, 65535)]
    [ConvertsTo<int>]
    public int Port { get; set; } = SslTarget.NoPort;

    /// <summary>What to look at. The versions are always looked at, because all else needs them.</summary>
    [Parameter]
    [ConvertsTo<SslProfileSections>]
    public SslProfileSections Section { get; set; } = SslProfileSections.All;

    /// <summary>The name to ask for (SNI), instead of the host's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PeerName { get; set; }

    /// <summary>Which network protocol to use.</summary>
    [Parameter]
    [ConvertsTo<NetworkProtocol>]
    public NetworkProtocol NetworkProtocol { get; set; }

    /// <summary>The proxy to go through: socks5://host:port, http://host:port, or none; the application's, unless told.</summary>
    [Parameter]
    [SslProxyTransformation]
    public QNetworkProxy? Proxy { get; set; }

    /// <summary>The user name and the password for a proxy that asks for them.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Starts in plain text and comes to TLS as the protocol does; Auto goes by the URI's scheme or the port.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StartTlsCompleter))]
    public object? StartTls { get; set; }

    /// <summary>How many hosts are looked at at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    [ConvertsTo<int>]
    public int ThrottleLimit { get; set; } = 20;

    /// <summary>Writes the profiles in the order of the hosts, not in that of their answers.</summary>
    [Parameter]
    public SwitchParameter Ordered { get; set; }

    /// <summary>How many connections to a host there are at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    [ConvertsTo<int>]
    public int ConnectionsPerHost { get; set; } = 4;

    /// <summary>How long to wait before each connection to a host, in milliseconds: for hosts that take many for an attack.</summary>
    [Parameter]
    [ValidateRange(0, 60_000)]
    [ConvertsTo<int>]
    public int DelayMilliseconds { get; set; }

    /// <summary>How long to look at a host at most, in seconds; fractions are allowed, -1 is no limit. What was not found out by then is
    /// Unknown.</summary>
    [Parameter]
    [ValidateRange(-1, int.MaxValue / 1000)]
    [ConvertsTo<double>]
    public double TimeoutSeconds { get; set; } = 60;

    private protected override double Limit => TimeoutSeconds;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            RunWithWarnings(null, () => ConnectionTerms.RefuseMistakes(PeerName, StartTls));
        }
        catch (MaterialException e)
        {
            ThrowTerminatingError(e.Record);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _hosts.Add(HostName);

    /// <inheritdoc/>
    protected override void EndProcessing() => _hosts.Finish();

    private Task<SslHostProfile[]> Start(SslTarget target)
    {
        // Read here, on the pipeline's thread: the survey goes on on others.
        TargetPlan plan = new(target, Port, StartTls?.ToString(), PeerName);
        HostSurvey survey = new(target.HostName, plan.Port)
        {
            Address = plan.Address,
            PeerName = plan.PeerName,
            NetworkProtocol = ConnectionTerms.LayerOf(NetworkProtocol),
            Proxy = ConnectionTerms.ProxyOf(Proxy, ProxyCredential),
            StartTls = StartTlsProtocol.Find(plan.StartTls),
            Sections = Section,
            ConnectionsPerHost = ConnectionsPerHost,
            Delay = TimeSpan.FromMilliseconds(DelayMilliseconds),
            Timeout = ConnectionTerms.LimitOf(TimeoutSeconds),
        };
        return RunAsync(survey);
    }

    private async Task<SslHostProfile[]> RunAsync(HostSurvey survey) =>
        [await ProfileTrace.RunAsync(survey, TraceLines, StopToken).ConfigureAwait(false)];

    private SslHostProfile Describe(SslTarget target, ErrorRecord refusal) => new()
    {
        Target = target.Failure.Length > 0 ? target.Shown : target.ToString(),
        HostName = target.HostName,
        Port = target.Port,
        Sections = [.. Enum.GetValues<SslProfileSections>()
            .Where(section => int.IsPow2((int)section) && Section.HasFlag(section)).Select(section => section.ToString())],
        Failure = VisibleText.Of(refusal.ErrorDetails?.Message ?? refusal.Exception.Message),
        Timestamp = DateTime.UtcNow,
    };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // A pipeline that wanted the first profiles only, or failed at one, does not want the hosts that are still being looked at.
        if (disposing)
            StopProcessing();
        base.Dispose(disposing);
        if (disposing)
            _hosts.Dispose();
    }
}
