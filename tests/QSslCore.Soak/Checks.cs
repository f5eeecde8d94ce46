namespace QSslCore.Soak;

/// <summary>What was tried: each row is a printed line and a row of docs/reliability.md, and the last line counts them.</summary>
internal sealed class Checks
{
    private readonly List<ReliabilityRow> _rows = [];
    private readonly List<(string What, string Reason)> _notTried = [];

    public IReadOnlyList<ReliabilityRow> Rows => _rows;

    /// <summary>What this run did not try, with the reason: it never counts as survived.</summary>
    public IReadOnlyList<(string What, string Reason)> NotTried => _notTried;

    public int Passed => _rows.Count(row => row.IsGood);

    public int Failed => _rows.Count - Passed;

    public bool AllPassed => Failed == 0 && Passed > 0;

    /// <summary>A check that is true or false.</summary>
    public void That(bool good, string section, string what, string detail) => Row(section, what, new Tally(1, good ? 0 : 1, detail));

    /// <summary>Something that was tried many times.</summary>
    public void Row(string section, string what, Tally tally)
    {
        ReliabilityRow row = new(section, what, tally);
        Console.WriteLine($"  {(row.IsGood ? "ok    " : "FAILED")} {what}: {tally}");
        _rows.Add(row);
    }

    public void LeaveOut(string what, string reason)
    {
        Console.WriteLine($"  not tried: {what}: {reason}");
        _notTried.Add((what, reason));
    }

    public override string ToString() => $"{Passed} checks passed, {Failed} failed, {_notTried.Count} not tried";
}
