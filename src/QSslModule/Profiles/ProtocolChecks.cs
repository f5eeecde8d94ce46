using QSslCore;

namespace QSslModule;

/// <summary>Rules about versions.</summary>
internal static class ProtocolChecks
{
    public static PolicyOutcome Protocols(SslPolicyRule rule, PolicyFacts facts)
    {
        PolicyOutcome outcome = new();
        List<string> unwanted = [];
        string[] accepted = [.. ProfileText.Accepted(facts.Profile)];
        // Each version is known or not by itself: that one is open does not make another one doubtful.
        foreach (string version in PolicyChecks.ProtocolNames())
        {
            bool isForbidden = (rule.Allowed.Length > 0 && !NameSet.Has(rule.Allowed, version)) || NameSet.Has(rule.Forbidden, version);
            bool isRequired = NameSet.Has(rule.Required, version);
            if (!isForbidden && !isRequired)
                continue;
            if (WhyUnknown(facts.Profile, version) is { } why)
                outcome.Doubt(why);
            else if (isForbidden && accepted.Contains(version))
                unwanted.Add(version);
            else if (isRequired && !accepted.Contains(version))
                outcome.Break($"the host does not accept {version}");
        }
        if (unwanted.Count > 0)
            outcome.Break($"the host accepts {NameSet.Summary(unwanted)}");
        JudgeAny(rule, facts.Profile, accepted, outcome);
        return accepted.Length > 0
            ? outcome.Meet($"the host accepts {string.Join(", ", accepted)}")
            : outcome.Doubt("the host accepts no version that is known");
    }

    private static void JudgeAny(SslPolicyRule rule, SslHostProfile profile, string[] accepted, PolicyOutcome outcome)
    {
        if (rule.RequiredAny.Length == 0 || accepted.Any(version => NameSet.Has(rule.RequiredAny, version)))
            return;
        string[] open =
        [
            .. PolicyChecks.ProtocolNames().Where(version => NameSet.Has(rule.RequiredAny, version))
                .Select(version => WhyUnknown(profile, version)).OfType<string>(),
        ];
        if (open.Length == 0)
            outcome.Break($"the host accepts none of {string.Join(", ", rule.RequiredAny)}");
        else
            outcome.DoubtAll(open);
    }

    private static string? WhyUnknown(SslHostProfile profile, string version) =>
        Array.Find(profile.Protocols, protocol => protocol.Version == version) switch
        {
            null => $"{version} was not looked at",
            { Status: SslProfileStatus.Accepted or SslProfileStatus.Refused } => null,
            var protocol => $"{version}: {protocol.Reason}",
        };
}
