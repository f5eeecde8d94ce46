using QSslCore.Tests.Support;

namespace QSslCore.Soak;

/// <summary>A process ends while the event loop still drives connections: nothing of the TLS library may be gone before it.</summary>
internal static class ExitRun
{
    private const string What = "a process ends while its connections move data: exit code 0";
    private const int Connections = 8;
    private const long Endless = 1L << 40;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    public static void Run(int times, Checks checks)
    {
        Console.WriteLine("Processes that end while connections move data");
        if (OperatingSystem.IsWindows())
        {
            checks.LeaveOut(What, "the child is started by sh");
            return;
        }
        Tally all = default;
        for (int i = 0; i < times; i++)
            all += ChildProgram.Run("", s_limit, ["child", "exit", "1"], out string reason) ?? new(1, 1, reason);
        checks.Row("Peers and resources", What, all);
    }

    /// <summary>What the child does: it returns, and the traffic goes on.</summary>
    public static Tally Child()
    {
        List<TrafficEnd> ends = [];
        for (int i = 0; i < Connections; i++)
        {
            TrafficPair pair = TrafficPair.Connect(readBufferSize: 64 * 1024);
            ends.AddRange([new(pair.Client, Endless, i), new(pair.Server, Endless, i + 1)]);
        }
        ends.ForEach(end => _ = end.RunAsync(TrafficStyle.Events));
        bool moves = SpinWait.SpinUntil(() => ends.TrueForAll(end => end.Received > 1 << 16), s_limit);
        return new(1, moves ? 0 : 1, moves ? "" : "nothing moves");
    }
}
