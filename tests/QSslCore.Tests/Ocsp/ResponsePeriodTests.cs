namespace QSslCore.Tests.Ocsp;

/// <summary>When an OCSP response speaks, with a minute of slack; one that names no end speaks for ten days.</summary>
public sealed class ResponsePeriodTests
{
    private static readonly DateTimeOffset s_now = new(2026, 5, 17, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("-01:00:00", "01:00:00", true)]
    [InlineData("-01:00:00", "-00:00:30", true)]
    [InlineData("-01:00:00", "-00:02:00", false)]
    [InlineData("00:00:30", "01:00:00", true)]
    [InlineData("00:02:00", "01:00:00", false)]
    [InlineData("-01:00:00", "-02:00:00", false)]
    [InlineData("-100.00:00:00", "00:00:01", true)]
    [InlineData("-9.00:00:00", null, true)]
    [InlineData("-11.00:00:00", null, false)]
    [InlineData("00:02:00", null, false)]
    public void A_response_speaks_within_its_period(string from, string? until, bool covers)
    {
        DateTimeOffset? end = until is null ? null : s_now + TimeSpan.Parse(until, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(covers, ResponsePeriod.Covers(s_now
            + TimeSpan.Parse(from, System.Globalization.CultureInfo.InvariantCulture), end, s_now));
    }

    [Fact]
    public void No_date_is_too_far() => Assert.False(ResponsePeriod.Covers(DateTimeOffset.MaxValue, null, s_now));
}
