using System.Diagnostics;
using System.Globalization;
using QSslCore.Tests.Support;

namespace QSslCore.Soak;

/// <summary>Clients that come and go at once, beside two busy loops: afterwards a good one is served, and no handshake is left.</summary>
internal static class StormRun
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <param name="clients">How many, for each kind of server with each backend.</param>
    /// <param name="checks">What was looked at.</param>
    public static void Run(int clients, Checks checks)
    {
        Console.WriteLine($"Storms of {clients} clients that come and go, beside two busy loops");
        using BusyLoops loops = new();
        foreach (string backend in ExchangePair.Backends)
        {
            foreach (StormTargetKind kind in StormTarget.Kinds)
                Run(kind, backend, clients, checks);
        }
    }

    private static void Run(StormTargetKind kind, string backend, int clients, Checks checks)
    {
        using StormTarget target = new(kind, backend);
        long started = Stopwatch.GetTimestamp();
        StormClients.Storm(target.Port, clients);
        TimeSpan taken = Stopwatch.GetElapsedTime(started);
        string trouble = "";
        try
        {
            target.Serve();
        }
        catch (IOException e)
        {
            trouble = $": {e.Message}";
        }
        bool isClean = SpinWait.SpinUntil(() => target.HandshakesLeft == 0, s_patience);
        bool isServed = trouble.Length == 0;
        checks.Row("Crowds", $"{backend}, {kind}: clients that come and go, then a good one",
            new(clients + 1, (isServed ? 0 : 1) + (isClean ? 0 : target.HandshakesLeft), string.Create(CultureInfo.InvariantCulture,
                $"in {taken.TotalSeconds:0.0} s{trouble}")));
    }
}
