using System.Diagnostics;
using System.Globalization;
using System.Net;
using QSslCore.Probing;
using QSslCore.Probing.Surveys;
using QSslCore.Probing.Weaknesses;

namespace QSslCore;

/// <summary>
/// Finds out what a TLS server accepts, with hellos of its own: no TLS library limits what is asked. It makes some dozens of short
/// connections, and uses no thread while it waits.
/// </summary>
/// <remarks>An instance describes one run and can be used again. Runs of several hosts can go on side by side.</remarks>
/// <example>
/// <code>
/// SslHostProfile profile = await new HostSurvey("www.example.org").RunAsync();
/// foreach (SslProfileProtocol protocol in profile.Protocols)
///     Console.WriteLine($"{protocol.Version}: {protocol.Status}, {protocol.Ciphers.Length} suites");
/// </code>
/// </example>
public sealed class HostSurvey
{
    private const int MaxConnections = 64;

    /// <summary>Describes a run.</summary>
    /// <param name="hostName">A host name or an address. Internationalized names are supported.</param>
    /// <param name="port">The port, 1 to 65535.</param>
    /// <exception cref="ArgumentOutOfRangeException">The port is out of range.</exception>
    public HostSurvey(string hostName, int port = 443)
    {
        ArgumentNullException.ThrowIfNull(hostName);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        (HostName, Port) = (hostName, port);
    }

    /// <summary>The host name or the address.</summary>
    public string HostName { get; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>The name to ask for (SNI) instead of <see cref="HostName"/>; empty for that.</summary>
    public string PeerName { get; init; } = "";

    /// <summary>The address to connect to instead of looking the name up; null to look it up.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The local address to connect from; null for the system's choice.</summary>
    public IPAddress? LocalAddress { get; init; }

    /// <summary>The protocol that comes before TLS; null for none.</summary>
    public StartTlsProtocol? StartTls { get; init; }

    /// <summary>The proxy to go through; null for the application's.</summary>
    public QNetworkProxy? Proxy { get; init; }

    /// <summary>The kinds of addresses to connect to. The default is either.</summary>
    public NetworkLayerProtocol NetworkProtocol { get; init; } = NetworkLayerProtocol.AnyIPProtocol;

    /// <summary>What to look at. The default is everything.</summary>
    public SslProfileSections Sections { get; init; } = SslProfileSections.All;

    /// <summary>How many connections may be open at once, 1 to 64. The default is 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public int ConnectionsPerHost
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxConnections);
            field = value;
        }
    } = 4;

    /// <summary>How long to wait between the beginnings of two connections. The default is not to wait.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public TimeSpan Delay { get; init => field = NotNegative(value); }

    /// <summary>How long the whole run may take. What is not known by then is told as unknown. The default is two minutes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, and not
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</exception>
    public TimeSpan Timeout
    {
        get;
        init => field = value == System.Threading.Timeout.InfiniteTimeSpan ? value : NotNegative(value);
    } = TimeSpan.FromMinutes(2);

    /// <summary>How long a connection or an answer may take. The default is 5 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public TimeSpan AnswerTimeout { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(5);

    /// <summary>Takes what a run does, a line each, and whether it is a detail; on any thread; must not wait.</summary>
    internal Action<bool, string>? Narrator { get; init; }

    /// <summary>Looks at the host. Nothing that the host does is an exception: <see cref="SslHostProfile.Failure"/> says why there is no
    /// profile, and what could not be found out is unknown, with the reason. Any thread may call this.</summary>
    /// <param name="cancellationToken">Gives up, and closes all connections.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<SslHostProfile> RunAsync(CancellationToken cancellationToken = default)
    {
        Stopwatch watch = Stopwatch.StartNew();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (Timeout != System.Threading.Timeout.InfiniteTimeSpan)
            limit.CancelAfter(Timeout);
        using SocketHost host = new(this);
        SurveyContext context = new(host, new()
        {
            Target = HostAndPort.Display(HostName, Port),
            HostName = HostName,
            Port = Port,
            StartTls = StartTls?.Name ?? "",
            PeerName = PeerName,
            Proxy = Proxy is null ? "" : Proxy.ToString() ?? "",
            Sections = [.. Enum.GetValues<SslProfileSections>().Where(s => s is not (SslProfileSections.None or SslProfileSections.All)
                && Sections.HasFlag(s)).Select(s => s.ToString())],
            Timestamp = DateTime.UtcNow,
        }, Sections)
        {
            Narrator = Narrator,
        };
        IEnumerable<Survey> surveys =
            [.. SurveyCatalog.Create(), new SessionSurvey(host), new HttpSurvey(host), .. WeaknessCatalog.Create()];
        await SurveyRun.RunAsync(surveys, context, TimeIsUp(), cancellationToken, limit.Token).ConfigureAwait(false);
        return context.Profile with
        {
            Address = host.Address?.ToString() ?? "",
            Connections = host.Connections,
            Duration = watch.Elapsed,
        };
    }

    private string TimeIsUp() => string.Create(CultureInfo.InvariantCulture, $"the time of {Timeout.TotalSeconds:0.###} s was up");

    private static TimeSpan NotNegative(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        return value;
    }
}
