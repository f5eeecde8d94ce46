using System.Management.Automation;

namespace QSslModule;

/// <summary>The base class of cmdlets that work through hosts from parameters and files.</summary>
public abstract class SslHostListCmdlet : SslConnectionCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>
    /// The hosts: a name, host:port, an address in full (127.1 is refused), [address]:port, or a URI such as imaps://mail.example. A text
    /// may have several lines; empty lines and comments (# …) are skipped. Objects are read by the first of the properties HostName, FQDN,
    /// ComputerName, DnsHostName, DnsName, Server, Host, Url, Uri, Target, Name, IPAddress and Address, and by Port. Earlier reports and
    /// rows are also read by StartTls and PeerName. The other columns of a row become the Tags of the report.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = TargetSet)]
    [Alias("ComputerName", "DnsHostName", "Name", "Host")]
    [AllowEmptyCollection]
    [SslTargetTransformation(IsList = true)]
    public override SslTarget[] HostName { get; set; } = [];

    /// <summary>Files with hosts, with wildcards: one host per line, or a table (.csv, .tsv) with a heading. A host that occurs several
    /// times is tested once.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files with hosts, without wildcards.</summary>
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

    /// <summary>Returns the hosts of the current pipeline input.</summary>
    private protected SslTarget[] Targets() => ParameterSetName switch
    {
        PathSet => HostList.Read(this, Path, isLiteral: false, Port),
        LiteralPathSet => HostList.Read(this, LiteralPath, isLiteral: true, Port),
        _ => HostName,
    };
}
