namespace QSslCore.Soak;

/// <summary>One fault at every byte boundary of a connection, from the first byte of the handshake to the farewell.</summary>
internal static class BoundaryRun
{
    private const string Section = "On the wire";

    /// <summary>No connection here has as many.</summary>
    private const int MaxBytes = 100_000;

    private static readonly (WireFault Fault, string What)[] s_faults =
    [
        (WireFault.Cut, "cut"), (WireFault.Stalled, "stalled, then hung up on"), (WireFault.Reset, "reset"),
        (WireFault.Duplicated, "one byte duplicated"), (WireFault.Corrupted, "one byte corrupted"),
    ];

    /// <param name="stride">Every how many bytes: 1 for each.</param>
    /// <param name="seed">Where it begins, if not at each.</param>
    /// <param name="checks">What was tried.</param>
    public static void Run(int stride, int seed, Checks checks)
    {
        Console.WriteLine($"One fault at {(stride == 1 ? "each byte" : $"every {stride}th byte")} of a connection");
        ExchangePair[] pairs = ExchangePair.All;
        foreach ((string name, string refusal) in ExchangePair.Refused)
            checks.LeaveOut($"the backend {name}", refusal);
        if (pairs.Length == 0)
        {
            checks.LeaveOut("faults of the wire", "no backend has TLS here");
            return;
        }
        string who = string.Join(", ", ExchangePair.Backends);
        foreach ((WireFault fault, string what) in s_faults)
        {
            checks.Row(Section, $"connection {what} at {(stride == 1 ? "each byte boundary" : $"every {stride}th byte boundary")}",
                Try(pairs, pair => AtEach(pair, fault, stride, seed)));
        }
        Tally small = Try(pairs, pair => Enumerable.Range(0, Math.Max(1, 100 / stride)).Select(i => One(pair, i % 2 == 0,
            WireFault.OneByte, 0, seed + i).Tally).Aggregate(Tally.Add));
        checks.Row(Section, "records of one byte, and reads that yield one byte", small);
        Console.WriteLine($"  ({who}, each as client and as server, TLS 1.2 and 1.3)");
    }

    private static Tally Try(ExchangePair[] pairs, Func<ExchangePair, Tally> attempt) =>
        pairs.AsParallel().Select(attempt).Aggregate(Tally.Add);

    private static Tally AtEach(ExchangePair pair, WireFault fault, int stride, int seed)
    {
        Tally all = default;
        foreach (bool onServer in new[] { false, true })
        {
            for (int at = seed % stride; at < MaxBytes; at += stride)
            {
                (bool happened, Tally one) = One(pair, onServer, fault, at, seed + at);
                if (!happened)
                    break;
                all += one;
            }
        }
        return all;
    }

    private static (bool Happened, Tally Tally) One(ExchangePair pair, bool onServer, WireFault fault, int at, int seed)
    {
        bool happened = true;
        Tally tally = Tally.Of($"{pair}, {fault} at byte {at} of what the {(onServer ? "server" : "client")} reads, seed {seed}", () =>
        {
            using Exchange exchange = new(pair, onServer, fault, at, seed);
            happened = exchange.Run();
        });
        return (happened, tally);
    }
}
