namespace QSslBench;

/// <summary>What a slice of work took, in nanoseconds.</summary>
internal readonly record struct Slice(long Wall, long Cpu);
