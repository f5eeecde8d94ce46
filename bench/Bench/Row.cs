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

    public static IReadOnlyList<Row> All { get; } =
    [
        new("handshake", "full handshake", 3_200, 1.20),
        new("down", "1 GiB down", Gibibyte, 1.10),
        new("up", "1 GiB up", Gibibyte, 1.10),
        new("ping-pong", "one byte there and back", 81_920, 1.40),
    ];

    /// <summary>What is done with each backend, which are compared among themselves.</summary>
    public static IReadOnlyList<Row> Backends { get; } =
    [
        new($"{OfBackends}handshake", "full handshake", 1_600),
        new($"{OfBackends}down", "256 MiB down", Gibibyte / 4),
    ];

    /// <summary>The command to a worker.</summary>
    public string Command => Key.StartsWith(OfBackends, StringComparison.Ordinal) ? Key[OfBackends.Length..] : Key;

    /// <summary>What one unit cost, in words.</summary>
    public string Describe(double nanoseconds) => Command switch
    {
        "handshake" or "ping-pong" => FormattableString.Invariant($"{nanoseconds / 1000:0.#} µs"),
        _ => FormattableString.Invariant($"{1e9 / 1048576 / nanoseconds:0} MiB/s"),
    };
}
