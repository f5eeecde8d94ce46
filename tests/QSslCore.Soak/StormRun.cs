using System.Globalization;
using System.Diagnostics;
using QSslCore.Tests.Support;
using QSslCore.Tls;

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
        foreach (string backend in Backends())
        {
            foreach (StormTargetKind kind in StormTarget.Kinds)
                Run(kind, backend, clients, checks);
        }
    }

    private static IEnumerable<string> Backends() =>
        TlsBackendRegistry.Available.Where(b => b.ImplementedClasses.Contains(ImplementedClass.Socket)).Select(b => b.Name);

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
        string seconds = taken.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        checks.That(trouble.Length == 0 && isClean,
            $"{backend}, {kind}: {clients} clients in {seconds} s, a good one served{trouble}, {target.HandshakesLeft} left");
    }
}
