namespace QSslBench;

/// <summary>A kind of work.</summary>
/// <param name="Key">Its name on the command line.</param>
/// <param name="Title">The row's name in the table.</param>
/// <param name="Total">All of it, in handshakes, bytes or round trips.</param>
/// <param name="Aim">What ours may cost, as a ratio to plain C.</param>
internal sealed record Row(string Key, string Title, long Total, double Aim = 0)
{
    private const long Gibibyte = 1L << 30;
    private const string OfBackends = "backends-";
    private const string OneLoop = "in wall time, an event loop for each core (it is one thread, which handlers that take long "
        + "are moved off)";
    private const int ForCrowds = 8;
    private const string OfServers = "server-";

    public static IReadOnlyList<Row> All { get; } =
    [
        new("handshake", "full handshake", 3_200, 1.05),
        new("down", "1 GiB down", Gibibyte, 0.90),
        new("up", "1 GiB up", Gibibyte, 0.80),
        new("ping-pong", "one byte there and back", 81_920, 1.05),
    ];

    /// <summary>What is done with each backend, which are compared among themselves.</summary>
    public static IReadOnlyList<Row> Backends { get; } =
    [
        new($"{OfBackends}handshake", "full handshake", 1_600, 1.50),
        new($"{OfBackends}down", "256 MiB down", Gibibyte / 4, 1.50),
    ];

    /// <summary>What many connections do at the same time, and what resumed ones do.</summary>
    public static IReadOnlyList<Row> Crowds { get; } =
    [
        new("hosts", "1,000 hosts checked, 50 at a time", 8_000, 1.25) { Slices = ForCrowds, Remedy = OneLoop },
        new("hosts-10000", "10,000 hosts checked, 50 at a time", 80_000, 1.25)
        {
            Slices = ForCrowds, Remedy = OneLoop, IsForLongRuns = true,
        },
        new("many-down", "4 GiB down, 200 connections at once", 4 * Gibibyte, 1.10) { Remedy = OneLoop },
        new("many-up", "4 GiB up, 200 connections at once", 4 * Gibibyte, 1.10) { Remedy = OneLoop },
        new("resume", "resumed handshake, a byte there and back", 6_400, 1.20)
        {
            Remedy = "the chain of the session is verified anew by today's name, trust and date, which plain C does not do; "
                + "a verdict that is kept for the same chain, name and trust for some seconds would save it",
        },
    ];

    /// <summary>What a client in plain C asks of each server.</summary>
    public static IReadOnlyList<Row> Servers { get; } =
    [
        new($"{OfServers}handshake", "full handshake accepted", 3_200, 1.20),
        new($"{OfServers}hosts", "full handshakes accepted, 50 at a time", 6_400, 1.20),
        new($"{OfServers}down", "1 GiB down", Gibibyte, 1.10),
        new($"{OfServers}up", "1 GiB up", Gibibyte, 1.10),
        new($"{OfServers}ping-pong", "one byte there and back", 81_920, 1.40),
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<Row> Every => [.. All, .. Backends, .. Crowds, .. Servers];

    /// <summary>How many slices it is cut into.</summary>
    public int Slices { get; init; } = 32;

    /// <summary>What it would take where the aim is missed, as far as it is known.</summary>
    public string Remedy { get; init; } = "it is not known yet: the row is new and was not profiled";

    /// <summary>It is done only when it is named.</summary>
    public bool IsForLongRuns { get; init; }

    /// <summary>Whether the server issues tickets.</summary>
    public bool NeedsTickets => Key == "resume";

    /// <summary>The command to a worker.</summary>
    public string Command => Key switch
    {
        "hosts-10000" => "hosts",
        _ when Key.StartsWith(OfBackends, StringComparison.Ordinal) => Key[OfBackends.Length..],
        _ when Key.StartsWith(OfServers, StringComparison.Ordinal) => Key[OfServers.Length..],
        _ => Key,
    };

    /// <summary>What one unit cost, in words.</summary>
    public string Describe(double nanoseconds) => Command switch
    {
        "handshake" or "ping-pong" or "hosts" or "resume" => FormattableString.Invariant($"{nanoseconds / 1000:0.#} µs"),
        _ => FormattableString.Invariant($"{1e9 / 1048576 / nanoseconds:0} MiB/s"),
    };
}
