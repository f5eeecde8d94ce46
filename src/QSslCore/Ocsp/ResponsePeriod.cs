namespace QSslCore;

/// <summary>The period for which an OCSP response is valid.</summary>
internal static class ResponsePeriod
{
    /// <summary>The allowed difference between clocks.</summary>
    private static readonly TimeSpan s_slack = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A response without nextUpdate means that newer ones are available at any time (RFC 6960, 4.2.2.1). It is refused if it is older than
    /// the maximum age for public authorities. Otherwise it could be presented forever after the certificate was revoked.
    /// </summary>
    private static readonly TimeSpan s_longestWithoutEnd = TimeSpan.FromDays(10);

    /// <summary>Whether the response is valid at a time.</summary>
    /// <param name="from">thisUpdate.</param>
    /// <param name="until">nextUpdate; null if the response has none.</param>
    /// <param name="now">The time.</param>
    public static bool Covers(DateTimeOffset from, DateTimeOffset? until, DateTimeOffset now)
    {
        if (until < from || now < from - s_slack)
            return false;
        return now - s_slack <= (until ?? (from <= DateTimeOffset.MaxValue - s_longestWithoutEnd ? from + s_longestWithoutEnd : from));
    }
}
