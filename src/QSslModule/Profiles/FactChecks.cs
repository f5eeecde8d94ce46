using System.Globalization;
using QSslCore;

namespace QSslModule;

/// <summary>Rules about single facts, and about weaknesses.</summary>
internal static class FactChecks
{
    /// <summary>A check of one fact.</summary>
    public static Func<SslPolicyRule, PolicyFacts, PolicyOutcome> Of(Func<SslHostProfile, SslProfileFact> fact) => (rule, facts) =>
    {
        SslProfileFact seen = fact(facts.Profile);
        return Add(PolicyOutcome.None(seen.Reason.Length > 0 ? seen.Reason : "it does not apply here"), rule, "", seen);
    };

    /// <summary>Adds a fact to what a rule has seen.</summary>
    public static PolicyOutcome Add(PolicyOutcome outcome, SslPolicyRule rule, string about, SslProfileFact fact)
    {
        string words = fact.Reason.Length > 0 ? $"{fact.Value} ({fact.Reason})" : fact.Value;
        string what = about.Length > 0 ? $"{about}: {words}" : words;
        return fact.Value switch
        {
            SslProfileStatus.NotApplicable => outcome,
            SslProfileStatus.Yes or SslProfileStatus.No => fact.Value == rule.Value ? outcome.Meet(what) : outcome.Break(what),
            _ => outcome.Doubt(fact.Reason.Length > 0 ? fact.Reason : "it was not found out"),
        };
    }

    /// <summary>Where no suite is in CBC mode, there is no MAC that could come after.</summary>
    public static PolicyOutcome EncryptThenMac(SslPolicyRule rule, PolicyFacts facts)
    {
        SslProfileFact fact = facts.Profile.EncryptThenMac;
        bool hasCbc = facts.CiphersOf(rule).Any(cipher => cipher.Weak.Contains("CBC"));
        if (!hasCbc && facts.Profile.Protocols.Length > 0 && !facts.CipherGaps(rule).Any())
            return PolicyOutcome.None("the host accepts no suite in CBC mode");
        return Add(PolicyOutcome.None("it does not apply here"), rule, "", fact);
    }

    public static PolicyOutcome TicketLifetime(SslPolicyRule rule, PolicyFacts facts)
    {
        SslProfileResumption resumption = facts.Profile.Resumption;
        PolicyOutcome outcome = PolicyOutcome.None("the host gives no tickets");
        if (resumption.TicketLifetimeSeconds is { } seconds)
        {
            string what = string.Create(CultureInfo.InvariantCulture, $"tickets may be used for {seconds} s");
            _ = seconds > rule.Maximum ? outcome.Break(what) : outcome.Meet(what);
        }
        else if (!resumption.Psk.IsNo() && resumption.Psk.Value != SslProfileStatus.NotApplicable)
        {
            outcome.Doubt("the lifetime of tickets is not known");
        }
        // The lifetime comes with a ticket of TLS 1.3; those of earlier versions have one of their own, which is not looked at.
        return resumption.Ticket.IsNo() || resumption.Ticket.Value == SslProfileStatus.NotApplicable
            ? outcome
            : outcome.Doubt("the lifetime of tickets of TLS 1.2 and earlier is not known");
    }

    public static PolicyOutcome Hsts(SslPolicyRule rule, PolicyFacts facts)
    {
        SslProfileHsts hsts = facts.Profile.Hsts;
        string age = string.Create(CultureInfo.InvariantCulture, $"max-age is {hsts.MaxAgeSeconds} s");
        return hsts.Status switch
        {
            SslProfileStatus.NotApplicable => PolicyOutcome.None(hsts.Reason.Length > 0 ? hsts.Reason : "HTTP is not spoken"),
            SslProfileStatus.No => new PolicyOutcome().Break(hsts.Reason.Length > 0 ? hsts.Reason : "the header is not sent"),
            SslProfileStatus.Yes when hsts.MaxAgeSeconds is null => new PolicyOutcome().Break("the header has no max-age"),
            SslProfileStatus.Yes => hsts.MaxAgeSeconds < rule.Minimum ? new PolicyOutcome().Break(age) : new PolicyOutcome().Meet(age),
            _ => new PolicyOutcome().Doubt(hsts.Reason.Length > 0 ? hsts.Reason : "it was not asked for"),
        };
    }

    /// <summary>What was not looked for is not known to be absent.</summary>
    public static PolicyOutcome Weaknesses(SslPolicyRule rule, PolicyFacts facts)
    {
        PolicyOutcome outcome = PolicyOutcome.None("none of these weaknesses is possible here");
        if (facts.WhyMissing(SslProfileSections.Weaknesses) is { } missing)
            return outcome.Doubt(missing);
        foreach (string pattern in rule.Forbidden)
        {
            SslProfileWeakness[] found = [.. facts.Profile.Weaknesses.Where(weakness => NameSet.IsMatch(pattern, weakness.Id))];
            if (found.Length == 0)
                outcome.Doubt($"{pattern} was not looked for");
            foreach (SslProfileWeakness weakness in found)
            {
                string evidence = weakness.Evidence.Length > 0 ? $"{weakness.Id}: {weakness.Evidence.TrimEnd('.')}" : weakness.Id;
                _ = weakness.Status switch
                {
                    SslProfileStatus.Vulnerable => outcome.Break(evidence),
                    SslProfileStatus.NotVulnerable => outcome.Meet($"{weakness.Id}: not vulnerable"),
                    SslProfileStatus.NotApplicable => outcome,
                    _ => outcome.Doubt(evidence),
                };
            }
        }
        return outcome;
    }
}
