namespace QSslModule;

/// <summary>The progress of work with a known end.</summary>
/// <param name="Done">The number of parts that are done.</param>
/// <param name="Total">The number of all parts.</param>
/// <param name="Elapsed">The time so far.</param>
internal sealed record ProgressShare(int Done, int Total, TimeSpan Elapsed)
{
    /// <summary>The share of the work that is done, in percent.</summary>
    public int Percent => Total == 0 ? 100 : (int)(100L * Done / Total);

    /// <summary>The estimated number of seconds until the end; -1 if no part is done yet.</summary>
    public int SecondsLeft => Done == 0 ? -1 : (int)Math.Min(int.MaxValue, Math.Ceiling(Elapsed.TotalSeconds / Done * (Total - Done)));
}
