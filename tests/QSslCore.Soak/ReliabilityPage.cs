using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace QSslCore.Soak;

/// <summary>docs/reliability.md.</summary>
internal static class ReliabilityPage
{
    public static void Write(Checks checks, SoakOptions options, TimeSpan taken)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string form = options.Form == SoakForm.Long ? "--long --write" : "--write";
        string date = DateTime.UtcNow.ToString("yyyy-MM-dd", invariant);
        string cores = $"{Environment.ProcessorCount} {RuntimeInformation.ProcessArchitecture} cores";
        StringBuilder text = new($"""
            # Reliability

            Written by `./build.sh soak {form}`; one run of one machine on one day. Run it on yours with `./build.sh soak`, a short form
            in seconds with `--quick`. `./build.sh test` includes the short form.

            {date}; seed {options.Seed}; {taken.TotalMinutes.ToString("0", invariant)} minutes; {cores};
            {RuntimeInformation.OSDescription}; {QSslSocket.SslLibraryVersionString}; {RuntimeInformation.FrameworkDescription}.

            A row survives if nothing is thrown that the caller does not expect, nothing waits beyond its limit, a failure has a reason, a
            cut is never taken for a farewell, and an end reads only what the other end wrote. A byte boundary is one of a whole
            connection: the handshake, data in records of one byte each, the farewell. Each backend is tried as client and as server,
            with TLS 1.2 and TLS 1.3: {string.Join(", ", ExchangePair.Backends)}.


            """);
        foreach (IGrouping<string, ReliabilityRow> section in checks.Rows.GroupBy(row => row.Section))
        {
            text.Append(invariant, $"## {section.Key}\n\n");
            string[][] lines = [["what", "tried", "survived", "lost", ""], .. section.Select(row => new[]
            {
                row.What, row.Tally.Tried.ToString("N0", invariant), (row.Tally.Tried - row.Tally.Lost).ToString("N0", invariant),
                row.Tally.Lost == 0 ? "0" : $"**{row.Tally.Lost.ToString("N0", invariant)}**", row.Tally.Detail?.Replace('|', '/') ?? "",
            })];
            int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(c => lines.Max(l => l[c].Length))];
            for (int i = 0; i < lines.Length; i++)
            {
                text.Append("| ").AppendJoin(" | ", lines[i].Select((cell, c) => cell.PadRight(widths[c]))).Append(" |\n");
                if (i == 0)
                    text.Append('|').AppendJoin('|', widths.Select(w => new string('-', w + 2))).Append("|\n");
            }
            text.Append('\n');
        }
        text.Append("## Not tried\n\n");
        foreach ((string what, string reason) in checks.NotTried)
            text.Append(invariant, $"- {what}: {reason}.\n");
        File.WriteAllText(Path.Combine(Repository.Root, "docs", "reliability.md"), text.ToString().ReplaceLineEndings("\n"));
    }
}
