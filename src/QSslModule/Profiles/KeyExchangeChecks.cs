using System.Globalization;
using QSslCore;

namespace QSslModule;

/// <summary>Rules about how keys are agreed on.</summary>
internal static class KeyExchangeChecks
{
    private const string Tls13 = "TLS 1.3";

    public static PolicyOutcome Groups(SslPolicyRule rule, PolicyFacts facts)
    {
        if (facts.WhyMissing(SslProfileSections.Groups) is { } missing)
            return new PolicyOutcome().Doubt(missing);
        SslProfileGroup[] groups =
        [
            .. facts.Profile.Groups.Where(group => rule.Versions.Length == 0 || group.Versions.Intersect(rule.Versions).Any()),
        ];
        bool hasGroups = facts.AcceptedOf(rule).Any(protocol => protocol.Version == Tls13
            || protocol.Ciphers.Any(cipher => cipher.KeyExchange.StartsWith("ECDHE", StringComparison.Ordinal)));
        string[] gaps = [.. facts.CipherGaps(rule)];
        if (groups.Length == 0 && hasGroups)
            gaps = [.. gaps, "the host agrees on keys in groups, and none of them is known"];
        else if (groups.Length == 0 && gaps.Length == 0 && rule.Required.Length + rule.RequiredAny.Length == 0)
            return PolicyOutcome.None("the host agrees on keys without groups");
        else if (groups.Length > 0)
            // What is known of the groups does not hang on the suites.
            gaps = [.. facts.ListGaps(rule, "groups")];
        return NameSet.Judge(rule, [.. groups.Select(group => group.Name).Distinct()], gaps, "accepts");
    }

    public static PolicyOutcome PostQuantum(SslPolicyRule rule, PolicyFacts facts)
    {
        SslProfilePostQuantum state = facts.Profile.PostQuantum;
        string why = state.Reason.Length > 0 ? state.Reason : "nothing is known of post-quantum groups";
        return state.Status switch
        {
            SslProfileStatus.Preferred => new PolicyOutcome().Meet("post-quantum groups are preferred"),
            SslProfileStatus.Offered when rule.Value == SslProfileStatus.Offered =>
                new PolicyOutcome().Meet("post-quantum groups are accepted"),
            SslProfileStatus.Offered => new PolicyOutcome().Break("post-quantum groups are accepted, and not preferred"),
            SslProfileStatus.NotOffered => new PolicyOutcome().Break("the host accepts no post-quantum group"),
            _ => new PolicyOutcome().Doubt(why),
        };
    }

    public static PolicyOutcome DiffieHellman(SslPolicyRule rule, PolicyFacts facts)
    {
        PolicyOutcome outcome = PolicyOutcome.None("the host accepts no suite with DHE");
        if (facts.WhyMissing(SslProfileSections.Groups) is { } missing)
            return outcome.Doubt(missing);
        foreach (SslProfileDiffieHellman parameters in facts.Profile.DiffieHellman)
        {
            string what = string.Create(CultureInfo.InvariantCulture, $"Diffie-Hellman with {parameters.Bits} bits");
            if (parameters.Bits <= 0)
                outcome.Doubt("the size of a Diffie-Hellman prime is not known");
            else if (parameters.Bits < rule.Minimum)
                outcome.Break(what);
            else
                outcome.Meet(what);
        }
        bool hasDhe = facts.CiphersOf(rule).Any(cipher => cipher.KeyExchange.StartsWith("DHE", StringComparison.Ordinal));
        if (hasDhe && facts.Profile.DiffieHellman.Length == 0)
            outcome.Doubt("the host accepts suites with DHE, and its parameters are not known");
        return outcome.DoubtAll(facts.CipherGaps(rule));
    }

    public static PolicyOutcome Reuse(SslPolicyRule rule, PolicyFacts facts)
    {
        PolicyOutcome outcome = PolicyOutcome.None("the host has no ephemeral keys");
        FactChecks.Add(outcome, rule, "finite fields", facts.Profile.KeyReuse.FiniteField);
        FactChecks.Add(outcome, rule, "curves", facts.Profile.KeyReuse.Elliptic);
        return outcome;
    }
}
