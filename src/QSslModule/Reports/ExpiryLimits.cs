namespace QSslModule;

/// <summary>The limits for the remaining lifetime of a certificate. A limit that is null does not apply.</summary>
/// <param name="WarningDays">A warning if the judged certificate has at most this many days left.</param>
/// <param name="CriticalDays">Critical if the judged certificate has at most this many days left.</param>
/// <param name="WarningPercent">A warning if at least this percentage of the lifetime of the judged certificate is over.</param>
/// <param name="CriticalPercent">Critical if at least this percentage of the lifetime of the judged certificate is over.</param>
/// <param name="IssuerCriticalDays">Critical if another certificate of the chain has at most this many days left. No percentage applies to
/// these certificates, because the whole chain ends when one of them expires.</param>
internal sealed record ExpiryLimits(
    int? WarningDays, int? CriticalDays, double? WarningPercent, double? CriticalPercent, int IssuerCriticalDays)
{
    private const string WarningDaysName = "WarningDays";
    private const string CriticalDaysName = "CriticalDays";

    /// <summary>
    /// Returns the limits that the parameters set. If only a percentage is given, the default days do not apply: they suit certificates
    /// of a year, and a certificate of six days would never be good. Days that are given apply as well.
    /// </summary>
    /// <param name="warningDays">The value of -WarningDays, given or default.</param>
    /// <param name="criticalDays">The value of -CriticalDays, given or default.</param>
    /// <param name="warningPercent">The value of -WarningPercent; null if it is not given.</param>
    /// <param name="criticalPercent">The value of -CriticalPercent; null if it is not given.</param>
    /// <param name="isGiven">Returns whether a parameter is given.</param>
    /// <exception cref="MaterialException">Two limits contradict each other.</exception>
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
