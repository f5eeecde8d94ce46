using System.Net.Sockets;
using QSslCore.Tests.Support;

namespace QSslCore.Soak;

/// <summary>A crowd that connects and says nothing: good clients are served as if it were not there.</summary>
internal static class CrowdRun
{
    private const string Section = "Crowds";

    /// <summary>The goal, on a machine of its own.</summary>
    private const double GoalMilliseconds = 20;

    /// <summary>What is checked: other work on the machine must not fail the run.</summary>
    private const double LimitMilliseconds = 1_000;

    /// <param name="silent">How many say nothing.</param>
    /// <param name="good">How many good ones come, alone and beside busy loops.</param>
    /// <param name="checks">What was looked at.</param>
    public static void Run(int silent, int good, Checks checks)
    {
        Console.WriteLine($"A crowd of {silent} clients that say nothing");
        using StormTarget target = new(StormTargetKind.SslServer, "");
        List<Socket> crowd = [];
        try
        {
            for (int i = 0; i < silent; i++)
                crowd.Add(StormClients.Connect(target.Port));
            Measure("", target, good, checks);
            using (BusyLoops loops = new())
                Measure(" beside two busy loops", target, good, checks);
            Kept(target, silent, "connected and silent: kept until their limit", checks);
        }
        finally
        {
            crowd.ForEach(socket => socket.Dispose());
        }
        bool isClean = SpinWait.SpinUntil(() => target.HandshakesLeft == 0, 60_000);
        checks.Row(Section, "silent clients gone: nothing left of them", new(silent, isClean ? 0 : target.HandshakesLeft));
    }

    private static void Kept(StormTarget target, int silent, string what, Checks checks)
    {
        bool good = SpinWait.SpinUntil(() => target.HandshakesLeft == silent, 60_000);
        checks.Row(Section, what, new(silent, good ? 0 : Math.Abs(silent - target.HandshakesLeft)));
    }

    private static void Measure(string where, StormTarget target, int good, Checks checks)
    {
        target.Serve();
        double[] times = [.. Enumerable.Range(0, good).Select(_ => target.Serve().TotalMilliseconds).Order()];
        double median = times[times.Length / 2];
        checks.Row(Section, $"good clients among the silent ones{where}", new(good, times.Count(t => t > LimitMilliseconds),
            FormattableString.Invariant($"median {median:0.0} ms, goal {GoalMilliseconds}; worst {times[^1]:0.0} ms")));
    }
}
