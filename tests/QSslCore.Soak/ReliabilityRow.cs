namespace QSslCore.Soak;

/// <summary>One row of docs/reliability.md.</summary>
/// <param name="Section">Its heading.</param>
/// <param name="What">What was done to the library.</param>
/// <param name="Tally">How it went.</param>
internal sealed record ReliabilityRow(string Section, string What, Tally Tally)
{
    /// <summary>What was never tried is not good.</summary>
    public bool IsGood => Tally is { Tried: > 0, Lost: 0 };
}
