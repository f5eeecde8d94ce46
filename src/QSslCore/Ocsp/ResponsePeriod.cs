namespace QSslCore;

/// <summary>The time that an OCSP response speaks for.</summary>
internal static class ResponsePeriod
{
    /// <summary>Clocks differ.</summary>
    private static readonly TimeSpan s_slack = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A response without an end says that newer ones can be had at any time (RFC 6960, 4.2.2.1): one as old as public authorities'
    /// may be at the most speaks no more, or it could be shown for ever after the certificate was revoked.
    /// </summary>
    private static readonly TimeSpan s_longestWithoutEnd = TimeSpan.FromDays(10);

    /// <summary>Whether it speaks for a moment.</summary>
    /// <param name="from">thisUpdate.</param>
    /// <param name="until">nextUpdate; null when the response has none.</param>
    /// <param name="now">The moment.</param>
    public static bool Covers(DateTimeOffset from, DateTimeOffset? until, DateTimeOffset now)
    {
        if (until < from || now < from - s_slack)
            return false;
        return now - s_slack <= (until ?? (from <= DateTimeOffset.MaxValue - s_longestWithoutEnd ? from + s_longestWithoutEnd : from));
    }
}
