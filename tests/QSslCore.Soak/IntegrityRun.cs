using System.Diagnostics;
using QSslCore.Tests.Support;

namespace QSslCore.Soak;

/// <summary>Much traffic both ways at once over one connection: every byte arrives, and memory stays flat.</summary>
internal static class IntegrityRun
{
    private const string Section = "Data";
    private const long ReadBufferSize = 64 * 1024;
    private const long MemoryMargin = 32 << 20;
    private static readonly TimeSpan s_sampleInterval = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(TrafficStyle style, long total, int seed, Checks checks)
    {
        Console.WriteLine($"{style}: {Usage.Mebibytes(total)} each way");
        using TrafficPair pair = TrafficPair.Connect(ReadBufferSize);
        using TrafficEnd client = new(pair.Client, total, seed);
        using TrafficEnd server = new(pair.Server, total, seed + 1);
        long started = Stopwatch.GetTimestamp();
        Task traffic = Task.WhenAll(client.RunAsync(style), server.RunAsync(style));
        (long settled, long peak) = await WatchAsync(traffic, () => client.Received + server.Received, total / 4);
        string trouble = "";
        try
        {
            await traffic;
        }
#pragma warning disable CA1031 // Whatever it is, the other checks go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            trouble = $": {e.Message}";
        }
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        string speed = FormattableString.Invariant($"{2 * total / seconds / 1048576:0} MiB/s");
        long lost = (client.SentHash == server.ReceivedHash ? 0 : total) + (server.SentHash == client.ReceivedHash ? 0 : total);
        checks.Row(Section, $"bytes both ways at once, {style}: every one arrives", new(2 * total, lost, $"{speed}{trouble}"));
        checks.That(peak - settled <= MemoryMargin, Section, $"the same, {style}: memory flat",
            $"{Usage.Mebibytes(settled)} after a quarter of it, {Usage.Mebibytes(peak)} at the most");
    }

    /// <summary>The resident memory after a part of the traffic, and the most after that; gives up when nothing moves any more.</summary>
    private static async Task<(long Settled, long Peak)> WatchAsync(Task traffic, Func<long> received, long part)
    {
        long settled = 0, peak = 0, last = -1;
        long moved = Stopwatch.GetTimestamp();
        while (!traffic.IsCompleted)
        {
            await Task.WhenAny(traffic, Task.Delay(s_sampleInterval));
            long now = received();
            if (now != last)
                moved = Stopwatch.GetTimestamp();
            else if (Stopwatch.GetElapsedTime(moved) > TimeSpan.FromSeconds(30))
                throw new TimeoutException($"Nothing has moved for 30 seconds after {now} bytes.");
            last = now;
            if (now < part)
                continue;
            long resident = Environment.WorkingSet;
            settled = settled == 0 ? resident : settled;
            peak = Math.Max(peak, resident);
        }
        return (settled, peak);
    }
}
