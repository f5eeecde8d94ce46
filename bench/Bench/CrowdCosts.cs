using QSslBench.Peers;

namespace QSslBench;

/// <summary>Many connections at the same time, and resumed ones: ours and SslStream beside plain C.</summary>
internal static class CrowdCosts
{
    public static void Measure(Participants participants, Options options, Findings findings)
    {
        Row[] rows = [.. Row.Crowds.Where(row => row.IsForLongRuns ? options.Rows.Contains(row.Key) : options.Wants(row.Key))];
        if (rows.Length == 0)
            return;
        if (participants.Base != Variant.C)
        {
            findings.LeftOut.Add($"crowds of connections: {participants.NoC}");
            return;
        }
        foreach (Row row in rows)
        {
            Console.WriteLine($"crowds, {row.Title} …");
            RowResult result = Comparison.Run(participants, options, row, Variant.C, Variant.Crowds);
            findings.Crowds.Add(result);
        }
    }
}
