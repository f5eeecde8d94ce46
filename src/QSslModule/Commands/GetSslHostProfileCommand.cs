using System.Management.Automation;
using System.Net;
using QSslCore;

namespace QSslModule;

/// <summary>Finds out what hosts accept of any client: versions, suites, groups, signatures, certificates, and known weaknesses.</summary>
[Cmdlet(VerbsCommon.Get, "SslHostProfile", DefaultParameterSetName = TargetSet)]
[OutputType(typeof(SslHostProfile))]
public sealed class GetSslHostProfileCommand : SslCmdlet
{
    private const string TargetSet = "Target";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly ManyTargets<SslHostProfile> _hosts;

    /// <summary>Creates the cmdlet.</summary>
    public GetSslHostProfileCommand() => _hosts = new(this, "Profiling hosts")
    {
        ThrottleLimit = () => ThrottleLimit,
        IsOrdered = () => Ordered,
        Refuse = target => ConnectionTerms.RefusalOf(target, encrypt: true,
            one => ConnectionTerms.KnowsWayToTls(one, StartTls, Port)),
        Start = Start,
        Describe = Describe,
        Review = FleetReview.Review,
    };

    /// <summary>
    /// The hosts: a name, host:port, an address in full (127.1 is refused), [address]:port, or a URI such as imaps://mail.example. A text
    /// may have several lines; empty lines and comments (# …) are skipped. Objects are read by the first of the properties HostName, FQDN,
    /// ComputerName, DnsHostName, DnsName, Server, Host, Url, Uri, Target, Name, IPAddress and Address, and by Port. Reports and rows are
    /// also read by StartTls and PeerName.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = TargetSet)]
    [Alias("ComputerName", "DnsHostName", "Name", "Host")]
    [AllowEmptyCollection]
    [SslTargetTransformation(IsList = true)]
    public SslTarget[] HostName { get; set; } = [];

    /// <summary>Files with hosts, with wildcards: one a line, or a table (.csv, .tsv) with a heading. A host that is in them several times
    /// is profiled once.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The same, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The port, for hosts that name none themselves; 443, or that of the URI's scheme, unless told.</summary>
    [Parameter(Position = 1, ParameterSetName = TargetSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateRange(1, 65535)]
    [ConvertsTo<int>]
    public int Port { get; set; } = SslTarget.NoPort;

    /// <summary>The parts of the profile. The versions are always included, because all other parts need them.</summary>
    [Parameter]
    [ConvertsTo<SslProfileSections>]
    public SslProfileSections Section { get; set; } = SslProfileSections.All;

    /// <summary>The name to request (SNI), instead of the host's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PeerName { get; set; }

    /// <summary>The network protocol to use.</summary>
    [Parameter]
    [ConvertsTo<NetworkProtocol>]
    public NetworkProtocol NetworkProtocol { get; set; }

    /// <summary>The address of this machine to connect from. The system chooses it by default.</summary>
    [Parameter]
    [ConvertsTo<IPAddress>]
    public IPAddress? SourceAddress { get; set; }

    /// <summary>The proxy to go through: socks5://host:port, http://host:port, or none; the application's, unless told.</summary>
    [Parameter]
    [SslProxyTransformation]
    public QNetworkProxy? Proxy { get; set; }

    /// <summary>The user name and the password for a proxy that requires them.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>
    /// The protocol to start in plain text with and to change to TLS by. Auto selects it by the URI's scheme or the port.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StartTlsCompleter))]
    public object? StartTls { get; set; }

    /// <summary>The maximum number of hosts that are profiled at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    [ConvertsTo<int>]
    public int ThrottleLimit { get; set; } = 20;

    /// <summary>Returns the profiles in the order of the hosts, and not of their answers.</summary>
    [Parameter]
    public SwitchParameter Ordered { get; set; }

    /// <summary>The maximum number of connections to one host at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    [ConvertsTo<int>]
    public int ConnectionsPerHost { get; set; } = 4;

    /// <summary>The time to wait between the starts of two connections to a host, in milliseconds. It helps with hosts that treat
    /// many connections as an attack.</summary>
    [Parameter]
    [ValidateRange(0, 60_000)]
    [ConvertsTo<int>]
    public int DelayMilliseconds { get; set; }

    /// <summary>The time limit for one host, in seconds. Fractions are allowed; -1 means no limit. Facts that are not found out in time are
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
    protected override void ProcessRecord() => _hosts.Add(ParameterSetName switch
    {
        PathSet => HostList.Read(this, Path, isLiteral: false, Port),
        LiteralPathSet => HostList.Read(this, LiteralPath, isLiteral: true, Port),
        _ => HostName,
    });

    /// <inheritdoc/>
    protected override void EndProcessing() => _hosts.Finish();

    private Task<SslHostProfile[]> Start(SslTarget target)
    {
        // Read the parameters here, on the thread of the pipeline: the survey runs on other threads.
        TargetPlan plan = new(target, Port, StartTls?.ToString(), PeerName);
        HostSurvey survey = new(target.HostName, plan.Port)
        {
            Address = plan.Address,
            PeerName = plan.PeerName,
            NetworkProtocol = ConnectionTerms.LayerOf(NetworkProtocol),
            LocalAddress = SourceAddress,
            Proxy = ConnectionTerms.ProxyOf(Proxy, ProxyCredential),
            StartTls = StartTlsProtocol.Find(plan.StartTls),
            Sections = Section,
            ConnectionsPerHost = ConnectionsPerHost,
            Delay = TimeSpan.FromMilliseconds(DelayMilliseconds),
            Timeout = ConnectionTerms.LimitOf(TimeoutSeconds),
            Narrator = ProfileTrace.NarratorOf(target.HostName, plan.Port, TraceLines),
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
        // A pipeline that stops early or fails does not need the hosts that are still being profiled.
        if (disposing)
            StopProcessing();
        base.Dispose(disposing);
        if (disposing)
            _hosts.Dispose();
    }
}
