using QSslCore;

namespace QSslModule;

/// <summary>Rules about cipher suites.</summary>
internal static class CipherChecks
{
    /// <summary>How the names begin of key exchanges whose keys have a size that the profile tells.</summary>
    private static readonly string[] s_keyed = ["RSA", "DH", "ECDH"];

    public static PolicyOutcome Ciphers(SslPolicyRule rule, PolicyFacts facts)
    {
        string[] gaps = [.. facts.CipherGaps(rule)];
        SslProfileCipher[] ciphers = [.. facts.CiphersOf(rule)];
        if (gaps.Length == 0 && ciphers.Length == 0 && rule.Required.Length + rule.RequiredAny.Length == 0)
            return PolicyOutcome.None("the host accepts none of these versions");
        PolicyOutcome outcome = NameSet.Judge(rule, [.. ciphers.Select(cipher => cipher.Name).Distinct()], gaps, "accepts");
        if (rule.Faults.Length == 0)
            return outcome;
        string[] faulty =
        [
            .. from cipher in ciphers.DistinctBy(cipher => cipher.Name)
               let faults = cipher.Weak.Intersect(rule.Faults, StringComparer.OrdinalIgnoreCase).ToArray()
               where faults.Length > 0
               select $"{cipher.Name} ({string.Join(", ", faults)})",
        ];
        if (faulty.Length > 0)
            outcome.Break($"the host accepts {NameSet.Summary(faulty)}");
        return outcome.DoubtAll(gaps).DoubtAll(ciphers.Select(cipher => WhyOpen(rule, cipher)).OfType<string>());
    }

    /// <summary>Why it is not known of a suite whether it has a fault that a rule is about; null where it is.</summary>
    private static string? WhyOpen(SslPolicyRule rule, SslProfileCipher cipher)
    {
        if (cipher.KeyExchange.Length == 0)
            return $"nothing is known of {cipher.Name}";
        bool hasKey = s_keyed.Any(start => cipher.KeyExchange.StartsWith(start, StringComparison.Ordinal));
        return hasKey && cipher.KeyBits <= 0 && rule.Faults.Contains("ShortKey", StringComparer.OrdinalIgnoreCase)
            ? $"the size of the key of {cipher.Name} is not known"
            : null;
    }

    public static PolicyOutcome Order(SslPolicyRule rule, PolicyFacts facts)
    {
        if (facts.WhyMissing(SslProfileSections.Ciphers) is { } missing)
            return new PolicyOutcome().Doubt(missing);
        PolicyOutcome outcome = PolicyOutcome.None("there is nothing to choose from");
        SslProfileProtocol[] chosen =
        [
            .. facts.ProtocolsOf(rule).Where(protocol => protocol.Status == SslProfileStatus.Accepted
                && (protocol.Ciphers.Length != 1 || protocol.CiphersReason.Length > 0)),
        ];
        foreach (IGrouping<string, SslProfileProtocol> same in chosen.GroupBy(protocol => protocol.Order))
        {
            string what = $"the {same.Key.ToLowerInvariant()} chooses in {string.Join(", ", same.Select(protocol => protocol.Version))}";
            if (same.Key == rule.Value)
                outcome.Meet(what);
            else if (same.Key is SslProfileStatus.Server or SslProfileStatus.Client)
                outcome.Break(what);
            else
                outcome.DoubtAll(same.Select(protocol => $"{protocol.Version}: {WhyUnknown(protocol)}"));
        }
        return outcome.DoubtAll(facts.VersionGaps(rule));
    }

    private static string WhyUnknown(SslProfileProtocol protocol) =>
        protocol.OrderReason.Length > 0 ? protocol.OrderReason : "the order is not known";
}
