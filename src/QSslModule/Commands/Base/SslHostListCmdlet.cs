using System.Management.Automation;

namespace QSslModule;

/// <summary>A cmdlet that works off hosts: those that it is given, and those of files.</summary>
public abstract class SslHostListCmdlet : SslConnectionCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>
    /// The hosts: a name, host:port, an address in full (127.1 is refused), [address]:port, or a URI such as imaps://mail.example; or
    /// lines of them, where empty ones and comments (# …) are passed over. Objects are taken by the first of the properties HostName,
    /// FQDN, ComputerName, DnsHostName, DnsName, Server, Host, Url, Uri, Target, Name, IPAddress and Address, and Port beside it; earlier
    /// reports and rows with their StartTls and PeerName, too. What a row says besides is in Tags of the report.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = TargetSet)]
    [Alias("ComputerName", "DnsHostName", "Name", "Host")]
    [AllowEmptyCollection]
    [SslTargetTransformation(IsList = true)]
    public override SslTarget[] HostName { get; set; } = [];

    /// <summary>Files with hosts, with wildcards: one a line, or a table (.csv, .tsv) with a heading. A host that is in them several times
    /// is tested once.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The same, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    [Parameter(Position = 1, ParameterSetName = TargetSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateRange(1, 65535)]
    [ConvertsTo<int>]
    public override int Port { get; set; } = SslTarget.NoPort;

    /// <summary>The hosts of this turn of the pipeline.</summary>
    private protected SslTarget[] Targets() => ParameterSetName switch
    {
        PathSet => HostList.Read(this, Path, isLiteral: false, Port),
        LiteralPathSet => HostList.Read(this, LiteralPath, isLiteral: true, Port),
        _ => HostName,
    };
}
