namespace QSslModule;

/// <summary>How near its end a certificate may be. A limit that is null does not apply.</summary>
/// <param name="WarningDays">The certificate that is judged has so many days left, or fewer: a warning.</param>
/// <param name="CriticalDays">The same, critical.</param>
/// <param name="WarningPercent">The certificate that is judged has so much of its lifetime over, or more: a warning.</param>
/// <param name="CriticalPercent">The same, critical.</param>
/// <param name="IssuerCriticalDays">The critical days of the other certificates of its chain, which no percentage judges: their end is the
/// end of all.</param>
internal sealed record ExpiryLimits(
    int? WarningDays, int? CriticalDays, double? WarningPercent, double? CriticalPercent, int IssuerCriticalDays)
{
    private const string WarningDaysName = "WarningDays";
    private const string CriticalDaysName = "CriticalDays";

    /// <summary>
    /// The limits of parameters. A percentage without days stands alone: the days' defaults are for certificates of a year, and one of
    /// six days would never be good by them. Days that were given count beside it.
    /// </summary>
    /// <param name="warningDays">The value of -WarningDays, given or not.</param>
    /// <param name="criticalDays">The value of -CriticalDays, given or not.</param>
    /// <param name="warningPercent">The value of -WarningPercent; null when it was not given.</param>
    /// <param name="criticalPercent">The value of -CriticalPercent; null when it was not given.</param>
    /// <param name="isGiven">Whether a parameter was given.</param>
    /// <exception cref="MaterialException">Two of them contradict each other.</exception>
    public static ExpiryLimits Of(
        int warningDays, int criticalDays, double? warningPercent, double? criticalPercent, Func<string, bool> isGiven)
    {
        (bool givesWarning, bool givesCritical) = (isGiven(WarningDaysName), isGiven(CriticalDaysName));
        if (warningPercent > criticalPercent)
        {
            throw new MaterialException(SettingsErrors.WarningAfterCritical(
                "Percent", Value(warningPercent.Value), Value(criticalPercent.Value)));
        }
        bool isPercentAlone = (warningPercent ?? criticalPercent) is not null && !givesWarning && !givesCritical;
        ExpiryLimits limits = new(
            givesWarning || (!isPercentAlone && warningPercent is null) ? warningDays : null,
            givesCritical || (!isPercentAlone && criticalPercent is null) ? criticalDays : null,
            warningPercent, criticalPercent, criticalDays);
        if (limits.WarningDays < limits.CriticalDays)
        {
            throw new MaterialException(SettingsErrors.WarningAfterCritical(
                "Days", Value(warningDays, givesWarning), Value(criticalDays, givesCritical)));
        }
        return limits;
    }

    private static string Value(double number, bool isGiven = true) => $"{ReportText.Number(number)}{(isGiven ? "" : " (the default)")}";
}
