namespace QSslCore.Soak;

/// <summary>What the process holds.</summary>
/// <param name="Handles">Open descriptors; -1 where they cannot be counted.</param>
/// <param name="Resident">Memory, native included, in bytes.</param>
/// <param name="Heap">Live managed objects, in bytes.</param>
internal readonly record struct Usage(int Handles, long Resident, long Heap)
{
    private const string Descriptors = "/proc/self/fd";

    /// <summary>After a full collection, so that what is only waiting for one is not counted.</summary>
    public static Usage Measure()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        int handles = Directory.Exists(Descriptors) ? Directory.GetFileSystemEntries(Descriptors).Length : -1;
        return new(handles, Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: true));
    }

    public static string Mebibytes(long bytes) => FormattableString.Invariant($"{bytes / 1048576.0:0.0} MiB");

    public override string ToString() => $"{Handles} handles, {Mebibytes(Resident)} resident, {Mebibytes(Heap)} managed";
}
