using System.Runtime.InteropServices;
using System.Security.Cryptography;
using QSslCore.Fuzz.Targets;
using SharpFuzz.Common;

namespace QSslCore.Fuzz;

/// <summary>Adds to a corpus what reaches code that it does not reach yet, and no more.</summary>
internal static unsafe class FuzzCorpus
{
    private const int MapLength = 1 << 16;

    /// <summary>Copies inputs to a folder: for each branch that is new, the shortest one that reaches it, the rarest branches first.
    /// QSslCore.dll must be instrumented.</summary>
    /// <returns>How many were copied.</returns>
    public static int Keep(FuzzTarget target, string folder, IEnumerable<string> files)
    {
        Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(MapLength);
        // Code that runs once in a process belongs to no input.
        target.Run([]);
        HashSet<int> reached = [];
        foreach (string known in FuzzFiles.Under(folder).ToArray())
            reached.UnionWith(Reach(target, known));
        (byte[] Input, int[] Branches)[] found =
        [
            .. files.Where(IsInput).OrderBy(path => new FileInfo(path).Length)
                .Select(path => (File.ReadAllBytes(path), Reach(target, path))),
        ];
        int kept = 0;
        foreach ((int branch, _) in found.SelectMany(each => each.Branches).CountBy(each => each).OrderBy(each => each.Value))
        {
            if (reached.Contains(branch))
                continue;
            (byte[] input, int[] branches) = found.First(each => each.Branches.Contains(branch));
            reached.UnionWith(branches);
            File.WriteAllBytes(Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(input))[..12]), input);
            kept++;
        }
        return reached.Count > 0
            ? kept
            : throw new InvalidOperationException("QSslCore.dll is not instrumented: use the program in artifacts/fuzz/bin");
    }

    /// <summary>AFL++ has other files beside its inputs.</summary>
    private static bool IsInput(string path) => Path.GetFileName(path).StartsWith("id", StringComparison.Ordinal);

    /// <summary>The branches that a file reaches each time: caches and random keys change others.</summary>
    private static int[] Reach(FuzzTarget target, string file) =>
        [.. ReachOnce(target, file).Intersect(ReachOnce(target, file)).Intersect(ReachOnce(target, file))];

    private static int[] ReachOnce(FuzzTarget target, string file)
    {
        Span<byte> map = new(Trace.SharedMem, MapLength);
        map.Clear();
        _ = FuzzFiles.Read(target, file);
        return [.. Enumerable.Range(0, MapLength).Where(i => Trace.SharedMem[i] != 0)];
    }
}
