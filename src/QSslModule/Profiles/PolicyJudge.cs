namespace QSslModule;

/// <summary>Holds what a host accepts against a policy.</summary>
internal static class PolicyJudge
{
    /// <summary>A verdict for each rule. A rule that could not be judged is Unknown, never met.</summary>
    public static SslPolicyVerdict[] Judge(SslPolicy policy, PolicyFacts facts) => [.. policy.Rules.Select(rule => Judge(rule, facts))];

    /// <summary>What is wrong with the host: the rules that are broken, and as warnings those that could not be judged.</summary>
    public static IEnumerable<SslReportFinding> Findings(IEnumerable<SslPolicyVerdict> verdicts) =>
        from verdict in verdicts
        where verdict.Status is PolicyStatus.Broken or PolicyStatus.Unknown
        let isBroken = verdict.Status == PolicyStatus.Broken
        let words = verdict.Title.TrimEnd('.')
        select new SslReportFinding
        {
            Code = verdict.RuleId,
            Severity = isBroken ? verdict.Severity : ReportStatus.Warning,
            Message = isBroken
                ? $"{words}. Seen: {verdict.Seen}. {verdict.Advice}"
                : $"It is not known whether this holds: {words}. Why: {verdict.Seen}",
        };

    private static SslPolicyVerdict Judge(SslPolicyRule rule, PolicyFacts facts)
    {
        PolicyOutcome outcome = facts.Profile.Failure.Length > 0
            ? new PolicyOutcome().Doubt(facts.Profile.Failure.TrimEnd('.'))
            : PolicyChecks.Find(rule.Check).Judge(rule, facts);
        return new()
        {
            RuleId = rule.Id,
            Status = outcome.Status,
            Severity = rule.Severity,
            Title = rule.Title,
            Seen = ReportText.Clean(outcome.Seen),
            Advice = rule.Advice,
        };
    }
}
