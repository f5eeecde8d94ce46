namespace QSslModule;

/// <summary>How far work with a known end has come.</summary>
/// <param name="Done">How many parts are done.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Elapsed">How long it took until now.</param>
internal sealed record ProgressShare(int Done, int Total, TimeSpan Elapsed)
{
    /// <summary>The part that is done, in percent.</summary>
    public int Percent => Total == 0 ? 100 : (int)(100L * Done / Total);

    /// <summary>The seconds until the end, if the rest takes as long as what was done; -1 while nothing is done.</summary>
    public int SecondsLeft => Done == 0 ? -1 : (int)Math.Min(int.MaxValue, Math.Ceiling(Elapsed.TotalSeconds / Done * (Total - Done)));
}
