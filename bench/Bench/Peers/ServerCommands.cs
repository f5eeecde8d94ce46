using System.Globalization;

namespace QSslBench.Peers;

/// <summary>How a server in a process of its own is spoken with, as <c>bench/native/server.c</c> does.</summary>
internal static class ServerCommands
{
    /// <summary>Says the port, answers each line with the CPU time or the memory used, and returns when the input ends.</summary>
    public static void Run(int port)
    {
        Console.WriteLine(port);
        while (Console.ReadLine() is { } line)
        {
            Console.WriteLine(line.StartsWith("memory", StringComparison.Ordinal)
                ? string.Create(CultureInfo.InvariantCulture, $"{Worker.Resident()} 0")
                : string.Create(CultureInfo.InvariantCulture, $"0 {Worker.ProcessorTime.Ticks * 100}"));
        }
    }
}
