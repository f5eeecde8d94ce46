using System.Globalization;
using System.Text;

namespace QSslBench.Report;

/// <summary>The tables, as Markdown that also reads well on a terminal.</summary>
internal static class Tables
{
    public const double Tolerance = 0.10;
    public const double LateLimit = 50;

    /// <summary>What an idle connection of a client may hold, in KiB.</summary>
    private const int IdleAim = 38;

    public const double InterruptLimit = 200;
    private static readonly CultureInfo s_invariant = CultureInfo.InvariantCulture;

    /// <summary>The ratios of one kind of time.</summary>
    public static string OfRatios(Findings findings, bool cpu)
    {
        IReadOnlyList<Variant> others = findings.Participants.Others;
        List<string[]> lines = [["", findings.Participants.Base.Title, .. others.Select(v => v.Title)]];
        foreach (RowResult row in findings.Rows)
            lines.Add([row.Row.Title, row.Base(cpu), .. others.Select(v => (cpu ? row.Cpu(v) : row.Wall(v)).ToString())]);
        if (cpu && findings.Idle.Count > 0)
        {
            lines.Add(["an idle connection holds", Kilobytes(findings.Idle[findings.Participants.Base]),
                .. others.Select(v => Kilobytes(findings.Idle[v]))]);
        }
        return Format(lines);
    }

    /// <summary>The ratios of the backends among themselves.</summary>
    public static string OfBackends(Findings findings, bool cpu)
    {
        IReadOnlyList<Variant> others = findings.Backends[0].Others;
        Variant? plugin = others.FirstOrDefault(v => v.Title == BackendCosts.Plugin);
        List<string[]> lines = [["", BackendCosts.Reference.Title, .. others.Select(v => v.Title), $"aim of {BackendCosts.Plugin}"]];
        foreach (RowResult row in findings.Backends)
        {
            string verdict = plugin is null ? "not measured" : Verdict((cpu ? row.Cpu(plugin) : row.Wall(plugin)).Median, row.Row.Aim);
            lines.Add([row.Row.Title, row.Base(cpu), .. others.Select(v => (cpu ? row.Cpu(v) : row.Wall(v)).ToString()),
                $"{Number(row.Row.Aim)} {verdict}"]);
        }
        return Format(lines);
    }

    /// <summary>The aims, and whether they are met.</summary>
    public static string OfAims(Findings findings)
    {
        List<string[]> lines = [["row", "variant", "CPU to plain C", "aim", "CPU to SslStream", "aim"]];
        foreach (RowResult row in findings.Rows)
        {
            foreach (Variant ours in findings.Participants.Others.Where(v => v.IsOurs))
            {
                double own = row.Cpu(ours).Median;
                bool toC = findings.Participants.Base == Variant.C;
                Variant rival = Variant.DotNet.First(v => v.Key == ours.Rival);
                double toRival = own / (rival == findings.Participants.Base ? 1 : row.Cpu(rival).Median);
                lines.Add([
                    row.Row.Title, ours.Title,
                    toC ? Number(own) : "not measured", $"{Number(row.Row.Aim)} {(toC ? Verdict(own, row.Row.Aim) : "")}".TrimEnd(),
                    Number(toRival), $"below 1 {(toRival < 1 ? "met" : "**missed**")}"]);
            }
        }
        foreach (Variant ours in findings.Participants.Others.Where(v => v.IsOurs && findings.Idle.ContainsKey(v)))
        {
            double held = findings.Idle[ours], ofRival = findings.Idle[Variant.DotNet.First(v => v.Key == ours.Rival)];
            lines.Add([
                "an idle connection holds", ours.Title, Kilobytes(held), $"{IdleAim} KiB {(held <= IdleAim * 1024 ? "met" : "**missed**")}",
                Number(held / ofRival), $"below 1 {(held < ofRival ? "met" : "**missed**")}"]);
        }
        return Format(lines);
    }

    /// <summary>Quantiles of times against a limit.</summary>
    public static string OfTimes(IEnumerable<(string Name, IReadOnlyList<double> Milliseconds)> times, double limit)
    {
        List<string[]> lines = [["", "samples", "p50", "p99", "aim (p99)"]];
        foreach ((string name, IReadOnlyList<double> milliseconds) in times)
        {
            double p99 = Statistics.Quantile(milliseconds, 0.99);
            lines.Add([
                name, milliseconds.Count.ToString(s_invariant), Milliseconds(Statistics.Quantile(milliseconds, 0.5)), Milliseconds(p99),
                $"{limit.ToString(s_invariant)} ms {(p99 <= limit ? "met" : "**missed**")}"]);
        }
        return Format(lines);
    }

    internal static string Verdict(double value, double aim) =>
        value <= aim ? "met" : value <= aim + Tolerance ? "met within the tolerance" : "**missed**";

    internal static string Number(double value) => value.ToString("0.00", s_invariant);

    internal static string Milliseconds(double value) => $"{value.ToString("0.0", s_invariant)} ms";

    internal static string Kilobytes(double bytes) => $"{(bytes / 1024).ToString("0.0", s_invariant)} KiB";

    /// <summary>Lines of cells, the heading first.</summary>
    public static string Format(List<string[]> lines)
    {
        int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(c => lines.Max(l => l[c].Length))];
        StringBuilder text = new();
        for (int i = 0; i < lines.Count; i++)
        {
            text.Append("| ").AppendJoin(" | ", lines[i].Select((cell, c) => cell.PadRight(widths[c]))).Append(" |\n");
            if (i == 0)
                text.Append('|').AppendJoin('|', widths.Select(w => new string('-', w + 2))).Append("|\n");
        }
        return text.ToString();
    }
}
