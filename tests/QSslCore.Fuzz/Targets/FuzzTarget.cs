using System.Diagnostics;

namespace QSslCore.Fuzz.Targets;

/// <summary>A reader of hostile input, with what it must keep to.</summary>
/// <param name="Name">In lower case; also the folder of its corpus.</param>
/// <param name="What">What it reads.</param>
/// <param name="Read">Reads one input. It throws if the reader does, or if what it told is wrong.</param>
internal sealed record FuzzTarget(string Name, string What, Action<ReadOnlySpan<byte>> Read)
{
    /// <summary>Longer input is cut.</summary>
    public const int MaxLength = 64 * 1024;

    private const long MaxAllocatedBytes = 128L << 20;

    private static readonly TimeSpan s_usualLimit = TimeSpan.FromSeconds(1);

    /// <summary>Reads one input within limits of time and memory.</summary>
    /// <param name="input">The input.</param>
    /// <param name="limit">How long it may take; a second if null.</param>
    /// <exception cref="FuzzFaultException">It took too long or too much, or what it told is wrong.</exception>
    public void Run(ReadOnlySpan<byte> input, TimeSpan? limit = null)
    {
        TimeSpan allowed = limit ?? s_usualLimit;
        (TimeSpan taken, long allocated) = Measure(input);
        // Code that runs for the first time is compiled first.
        if (taken > allowed)
            (taken, allocated) = Measure(input);
        FuzzFaultException.ThrowIf(taken > allowed, $"it took {taken.TotalSeconds:0.0} s");
        FuzzFaultException.ThrowIf(allocated > MaxAllocatedBytes, $"it took {allocated >> 20} MB");
    }

    private (TimeSpan Taken, long Allocated) Measure(ReadOnlySpan<byte> input)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        Read(input);
        return (Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - allocated);
    }
}
