using QSslBench.Peers;

namespace QSslBench;

/// <summary>
/// Work done by all variants against one server, each slice beside one of the base's (plain C, or SslStream where no C
/// could be compiled): what the machine does meanwhile falls on both halves of a pair.
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
        long amount = row.Total / options.FullRounds;
        using WorkerProcess reference = participants.Start(beside);
        List<(Variant Variant, WorkerProcess Process)> others = [.. variants.Select(v => (v, participants.Start(v)))];
        RowResult result = new(row, variants);
        try
        {
            WarmUp(reference);
            others.ForEach(o => WarmUp(o.Process));
            for (int round = 0; round < options.Rounds; round++)
            {
                // Now one first, now the other: neither always runs in the other's wake.
                bool baseFirst = round % 2 == 0;
                foreach ((Variant variant, WorkerProcess process) in others)
                {
                    Slice first = (baseFirst ? reference : process).Do(row.Command, amount);
                    Slice second = (baseFirst ? process : reference).Do(row.Command, amount);
                    result.Add(variant, baseFirst ? first : second, baseFirst ? second : first, amount);
                }
            }
        }
        finally
        {
            others.ForEach(o => o.Process.Dispose());
        }
        return result;

        void WarmUp(WorkerProcess process)
        {
            // By CPU time: on a busy machine it is long before the runtime has compiled what is hot.
            long spent = 0;
            do
            {
                spent += process.Do(row.Command, amount).Cpu;
            }
            while (spent < options.WarmUp.TotalNanoseconds);
        }
    }

    /// <summary>What an idle connection holds, in bytes; each variant in a fresh process.</summary>
    public static Dictionary<Variant, double> HoldIdle(Participants participants, int count, List<string> leftOut)
    {
        Dictionary<Variant, double> held = [];
        foreach (Variant variant in new[] { participants.Base }.Concat(participants.Others))
        {
            using WorkerProcess process = participants.Start(variant);
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
}
