using System.Diagnostics;
using System.Globalization;
using QSslBench.Clients;

namespace QSslBench;

/// <summary>A process that does slices of work on command and answers what each took, as <c>bench/native/client.c</c> does.</summary>
internal static class Worker
{
    private const int ConnectionsBeforeIdle = 50;

    public static int Run(Variant variant, int port, string rootFile)
    {
        IWork client = variant.Make!(new(port, rootFile));
        using IDisposable? owner = client as IDisposable;
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            long amount = long.Parse(words[1], CultureInfo.InvariantCulture);
            try
            {
                Console.WriteLine(words[0] switch
                {
                    "idle" => Idle(client, amount),
                    "memory" => string.Create(CultureInfo.InvariantCulture, $"{PeakMemory} 0"),
                    _ => Slice(client, words[0], amount),
                });
            }
#pragma warning disable CA1031 // Whatever it is, the one who compares must hear of it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Console.WriteLine($"error: {e.ToString().ReplaceLineEndings(" ")}");
                return 1;
            }
        }
        return 0;
    }

    private static string Slice(IWork client, string row, long amount)
    {
        TimeSpan cpu = ProcessorTime;
        long started = Stopwatch.GetTimestamp();
        client.Do(row, amount);
        TimeSpan wall = Stopwatch.GetElapsedTime(started);
        cpu = ProcessorTime - cpu;
        return string.Create(CultureInfo.InvariantCulture, $"{wall.Ticks * 100} {cpu.Ticks * 100}");
    }

    private static string Idle(IWork client, long count)
    {
        client.Do("hold", ConnectionsBeforeIdle);
        long before = Resident();
        client.Do("hold", count);
        long bytes = Resident() - before;
        GC.KeepAlive(client);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes} 0");
    }

    public static long Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }

    private static long PeakMemory
    {
        get
        {
            using Process own = Process.GetCurrentProcess();
            return own.PeakWorkingSet64;
        }
    }

    public static TimeSpan ProcessorTime
    {
        get
        {
            if (OperatingSystem.IsIOS() || OperatingSystem.IsTvOS())
                throw new PlatformNotSupportedException();
            return Environment.CpuUsage.TotalTime;
        }
    }
}
