using System.Globalization;

namespace QSslBench.Report;

/// <summary>The tables of crowds and of servers: each row has its aims, and says whether they are met.</summary>
internal static class CrowdTables
{
    /// <summary>What an idle connection may hold, in bytes.</summary>
    private const double Limit = 40 * 1024;

    private static readonly CultureInfo s_invariant = CultureInfo.InvariantCulture;

    /// <summary>Ours, which is the first of the variants, and SslStream, beside plain C.</summary>
    public static string OfCosts(IReadOnlyList<RowResult> rows, string cpu)
    {
        (Variant ours, Variant rival) = (rows[0].Others[0], rows[0].Others[1]);
        bool hasMemory = rows.Any(row => row.Memory.Count > 0);
        List<string[]> lines = [["", "", "plain C", ours.Title, "aim", rival.Title, "ours to it (aim: below 1)"]];
        foreach (RowResult row in rows)
        {
            Add(row, cpu, isCpu: true);
            Add(row, "wall time", isCpu: false);
            if (hasMemory)
                lines.Add([row.Row.Title, "peak memory", Mebibytes(row, Variant.C), Mebibytes(row, ours), "", Mebibytes(row, rival), ""]);
        }
        return Tables.Format(lines);

        void Add(RowResult row, string what, bool isCpu)
        {
            Ratios own = isCpu ? row.Cpu(ours) : row.Wall(ours), other = isCpu ? row.Cpu(rival) : row.Wall(rival);
            double toRival = own.Median / other.Median;
            lines.Add([row.Row.Title, what, row.Base(isCpu), own.ToString(),
                $"{Tables.Number(row.Row.Aim)} {Tables.Verdict(own.Median, row.Row.Aim)}", other.ToString(),
                $"{Tables.Number(toRival)} {(toRival < 1 ? "met" : "**missed**")}"]);
        }
    }

    /// <summary>What it would take, for each row that misses an aim.</summary>
    public static string OfRemedies(IReadOnlyList<RowResult> rows)
    {
        Variant ours = rows[0].Others[0], rival = rows[0].Others[1];
        string all = string.Concat(rows.Where(IsMissed).Select(row => $"- {row.Row.Title}: {row.Row.Remedy}.\n"));
        return all.Length == 0 ? "" : $"What it would take:\n\n{all}";

        bool IsMissed(RowResult row) => IsAbove(row.Cpu(ours), row.Cpu(rival), row) || IsAbove(row.Wall(ours), row.Wall(rival), row);

        static bool IsAbove(Ratios own, Ratios other, RowResult row) =>
            own.Median > row.Row.Aim + Tables.Tolerance || own.Median >= other.Median;
    }

    /// <summary>A server whose clients wait, and then ask all at once.</summary>
    public static string OfWaiting(Findings findings)
    {
        List<string[]> lines = [["clients", "hostile", "each holds", "aim", "answered", "p50", "p99"]];
        foreach (WaitingCrowd crowd in findings.Waiting)
        {
            int good = crowd.Clients - crowd.Hostile;
            bool isSmall = crowd.BytesEach <= Limit, isAnswered = crowd.Answers.Count == good;
            lines.Add([
                crowd.Clients.ToString("N0", s_invariant), crowd.Hostile.ToString("N0", s_invariant), Tables.Kilobytes(crowd.BytesEach),
                $"40 KiB {(isSmall ? "met" : "**missed**")}",
                $"{crowd.Answers.Count} of {good}, aim: all {(isAnswered ? "met" : "**missed**")}",
                Tables.Milliseconds(Statistics.Quantile(crowd.Answers, 0.5)),
                Tables.Milliseconds(Statistics.Quantile(crowd.Answers, 0.99))]);
        }
        return Tables.Format(lines);
    }

    private static string Mebibytes(RowResult row, Variant variant) =>
        row.Memory.TryGetValue(variant, out long bytes) ? FormattableString.Invariant($"{bytes / 1048576.0:0} MiB") : "";
}
