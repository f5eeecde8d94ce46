namespace QSslBench;

/// <summary>What each backend costs beside OpenSSL, in the same socket driven in the same way.</summary>
internal static class BackendCosts
{
    private const string ReferenceName = "openssl";
    public const string Plugin = "bouncycastle";

    /// <summary>The backend that the others are divided by.</summary>
    public static Variant Reference => Variant.Backends.First(v => v.Title == ReferenceName);

    public static void Measure(Participants participants, Options options, Findings findings)
    {
        Row[] rows = [.. Row.Backends.Where(row => options.Wants(row.Key))];
        if (rows.Length == 0)
            return;
        if (!Variant.Backends.Any(v => v.Title == ReferenceName))
        {
            findings.LeftOut.Add($"what the backends cost: there is no '{ReferenceName}' here to set them beside");
            return;
        }
        Variant[] others = [.. Variant.Backends.Where(v => v.Title != ReferenceName)];
        if (!others.Any(v => v.Title == Plugin))
            findings.LeftOut.Add($"what the backend '{Plugin}' costs: it was not built, as its package could not be restored");
        foreach (Row row in rows)
        {
            Console.WriteLine($"backends, {row.Title} …");
            findings.Backends.Add(Comparison.Run(participants, options, row, Reference, others));
        }
    }
}
