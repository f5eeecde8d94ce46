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
        SslProfileProtocol[] agreeing = [.. facts.AcceptedOf(rule).Where(AgreesInGroups)];
        string[] gaps = [.. facts.CipherGaps(rule)];
        if (groups.Length == 0 && agreeing.Length > 0)
            gaps = [.. gaps, "the host agrees on keys in groups, and none of them is known"];
        else if (groups.Length == 0 && gaps.Length == 0 && rule.Required.Length + rule.RequiredAny.Length == 0)
            return PolicyOutcome.None("the host agrees on keys without groups");
        else if (groups.Length > 0)
            // What is known of the groups does not hang on the suites.
            gaps =
            [
                .. facts.ListGaps(rule, "groups"),
                .. agreeing.Where(protocol => !Array.Exists(facts.Profile.Groups, group => IsOf(group, protocol)))
                    .Select(protocol => $"the groups of {protocol.Version} are not known"),
            ];
        return NameSet.Judge(rule, [.. groups.Select(group => group.Name).Distinct()], gaps, "accepts");
    }

    private static bool AgreesInGroups(SslProfileProtocol protocol) => protocol.Version == Tls13
        || Array.Exists(protocol.Ciphers, cipher => cipher.KeyExchange.StartsWith("ECDHE", StringComparison.Ordinal));

    /// <summary>The versions before TLS 1.3 have their groups in common: they are asked for with the newest one.</summary>
    private static bool IsOf(SslProfileGroup group, SslProfileProtocol protocol) =>
        Array.Exists(group.Versions, version => version == Tls13 == (protocol.Version == Tls13));

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
        foreach (SslProfileCipher cipher in facts.CiphersOf(rule).Where(cipher => cipher.KeyExchange.Length == 0))
            outcome.Doubt($"nothing is known of {cipher.Name}");
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
