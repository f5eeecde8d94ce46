using QSslBench.Peers;

namespace QSslBench;

/// <summary>
/// Work done by all variants against one server, each slice beside one of the base's (plain C, or SslStream where no C
/// could be compiled): what the machine does meanwhile falls on both halves of a pair, and both have rested as long before it.
/// </summary>
internal static class Comparison
{
    public static RowResult Run(Participants participants, Options options, Row row) =>
        Run(participants, options, row, participants.Base, participants.Others);

    /// <param name="participants">Who starts them.</param>
    /// <param name="options">How much of it.</param>
    /// <param name="row">The work.</param>
    /// <param name="beside">Whose figures the others are divided by.</param>
    /// <param name="variants">The others.</param>
    public static RowResult Run(Participants participants, Options options, Row row, Variant beside, IReadOnlyList<Variant> variants)
    {
        RowResult result = new(row, variants);
        for (int launch = 0; launch < options.Launches; launch++)
            Launch(participants, options, row, beside, result);
        return result;
    }

    /// <summary>A part of the slices, with processes of their own: one may be lucky in where its memory lies, and is so all its
    /// life.</summary>
    private static void Launch(Participants participants, Options options, Row row, Variant beside, RowResult result)
    {
        long amount = row.Total / row.Slices;
        using WorkerProcess server = participants.StartServer(participants.Base, row.NeedsTickets);
        List<Pair> pairs = [];
        try
        {
            foreach (Variant variant in result.Others)
            {
                WorkerProcess process = participants.StartClient(variant, server);
                pairs.Add(new(variant, process, participants.StartClient(beside, server)));
            }
            foreach (Pair pair in pairs)
            {
                WarmUp(beside, pair.Reference);
                WarmUp(pair.Variant, pair.Process);
            }
            for (int round = 0; round < options.Rounds(row) / options.Launches; round++)
            {
                // Now one first, now the other: neither always runs in the other's wake.
                bool baseFirst = round % 2 == 0;
                for (int turn = 0; turn < pairs.Count; turn++)
                {
                    // Nor does one variant always come after the same other, which may leave threads behind that still run.
                    (Variant variant, WorkerProcess process, WorkerProcess reference) = pairs[(turn + round) % pairs.Count];
                    Slice first = (baseFirst ? reference : process).Do(row.Command, amount);
                    Slice second = (baseFirst ? process : reference).Do(row.Command, amount);
                    result.Add(variant, baseFirst ? first : second, baseFirst ? second : first, amount);
                }
            }
            pairs.ForEach(NoteMemory);
        }
        finally
        {
            pairs.ForEach(p => p.Dispose());
        }

        void NoteMemory(Pair pair)
        {
            result.NoteMemory(pair.Variant, pair.Process.Do("memory", 0).Wall);
            result.NoteMemory(beside, pair.Reference.Do("memory", 0).Wall);
        }

        void WarmUp(Variant variant, WorkerProcess process)
        {
            // By CPU time: on a busy machine it is long before the runtime has compiled what is hot.
            TimeSpan needed = variant.Make is null ? options.NativeWarmUp : options.WarmUp;
            long spent = 0;
            do
            {
                spent += process.Do(row.Command, amount).Cpu;
            }
            while (spent < needed.TotalNanoseconds);
        }
    }

    /// <summary>What an idle connection holds, in bytes; each variant in a fresh process.</summary>
    public static Dictionary<Variant, double> HoldIdle(Participants participants, int count, List<string> leftOut)
    {
        Dictionary<Variant, double> held = [];
        using WorkerProcess server = participants.StartServer();
        foreach (Variant variant in new[] { participants.Base }.Concat(participants.Others))
        {
            using WorkerProcess process = participants.StartClient(variant, server);
            try
            {
                held[variant] = (double)process.Do("idle", count).Wall / count;
            }
            catch (InvalidOperationException e)
            {
                leftOut.Add($"the memory of idle connections: {e.Message}");
                return [];
            }
        }
        return held;
    }

    /// <summary>
    /// A variant and a reference of its own. One reference for all would rest a fraction of the time that each of them rests
    /// between its slices, and a connection that has rested costs more: with five of them a sixth more for bulk data.
    /// </summary>
    private sealed record Pair(Variant Variant, WorkerProcess Process, WorkerProcess Reference) : IDisposable
    {
        public void Dispose()
        {
            Process.Dispose();
            Reference.Dispose();
        }
    }
}
