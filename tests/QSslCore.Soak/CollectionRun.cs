using System.Diagnostics;
using QSslCore.Tests.Support;

namespace QSslCore.Soak;

/// <summary>The garbage collector runs half of the time, and moves what it can, while connections are made and carry data.</summary>
internal static class CollectionRun
{
    private const string Section = "Peers and resources";

    /// <param name="handshakes">How many for each backend.</param>
    /// <param name="bytes">How many each way for each style.</param>
    /// <param name="seed">Decides the sizes of what is written and read.</param>
    /// <param name="checks">What was tried.</param>
    public static void Run(int handshakes, long bytes, int seed, Checks checks)
    {
        Console.WriteLine("The garbage collector runs half of the time");
        using Collector collector = new();
        foreach (string backend in ExchangePair.Backends)
        {
            using StormTarget target = new(StormTargetKind.SslServer, backend);
            Tally all = default;
            for (int i = 0; i < handshakes; i++)
                all += Tally.Of($"handshake {i}", () => target.Serve());
            checks.Row(Section, $"{backend}: handshakes beside a garbage collector that runs half of the time", all);
        }
        foreach (TrafficStyle style in Enum.GetValues<TrafficStyle>())
        {
            using TrafficPair pair = TrafficPair.Connect(readBufferSize: 64 * 1024);
            using TrafficEnd client = new(pair.Client, bytes, seed), server = new(pair.Server, bytes, seed + 1);
            Tally tally = Tally.Of($"{style}", () => Task.WhenAll(client.RunAsync(style), server.RunAsync(style))
                .WaitAsync(TimeSpan.FromMinutes(2)).GetAwaiter().GetResult());
            bool arrived = client.SentHash == server.ReceivedHash && server.SentHash == client.ReceivedHash;
            checks.Row(Section, $"bytes both ways, {style}, beside the same collector",
                new(2 * bytes, arrived ? 0 : 2 * bytes, tally.Detail));
        }
        checks.That(collector.Count > 0, Section, "the collector ran meanwhile", $"{collector.Count} full collections");
    }

    private sealed class Collector : IDisposable
    {
        private readonly Thread _thread;
        private readonly ManualResetEventSlim _stop = new();
        private long _count;

        public Collector()
        {
            _thread = new(() =>
            {
                TimeSpan taken = default;
                // Without a rest, no other thread would run for longer than a moment, and time limits would end what is tried.
                while (!_stop.Wait(taken))
                {
                    long start = Stopwatch.GetTimestamp();
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
                    taken = Stopwatch.GetElapsedTime(start);
                    Interlocked.Increment(ref _count);
                }
            }) { IsBackground = true };
            _thread.Start();
        }

        public long Count => Interlocked.Read(ref _count);

        public void Dispose()
        {
            _stop.Set();
            _thread.Join();
            _stop.Dispose();
        }
    }
}
