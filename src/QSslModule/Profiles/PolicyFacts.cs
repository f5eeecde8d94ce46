using QSslCore;

namespace QSslModule;

/// <summary>What a host is judged by.</summary>
/// <param name="Profile">What the host accepts.</param>
/// <param name="VerifiedChain">The path whose signatures were verified; null where there is none.</param>
internal sealed record PolicyFacts(SslHostProfile Profile, IReadOnlyList<SslReportCertificate>? VerifiedChain)
{
    /// <summary>Why a section says nothing: it was not looked at. Null where it was.</summary>
    public string? WhyMissing(SslProfileSections section) =>
        Profile.Sections.Contains(section.ToString(), StringComparer.OrdinalIgnoreCase)
        || Profile.Sections.Contains(nameof(SslProfileSections.All), StringComparer.OrdinalIgnoreCase)
            ? null
            : $"the section {section} was not looked at";

    /// <summary>The versions that a rule is about.</summary>
    public IEnumerable<SslProfileProtocol> ProtocolsOf(SslPolicyRule rule) => Profile.Protocols.Where(protocol => IsAbout(rule, protocol));

    /// <summary>The versions that a rule is about and the host accepts.</summary>
    public IEnumerable<SslProfileProtocol> AcceptedOf(SslPolicyRule rule) =>
        ProtocolsOf(rule).Where(protocol => protocol.Status == SslProfileStatus.Accepted);

    /// <summary>The suites of the versions that a rule is about.</summary>
    public IEnumerable<SslProfileCipher> CiphersOf(SslPolicyRule rule) => AcceptedOf(rule).SelectMany(protocol => protocol.Ciphers);

    /// <summary>The versions of a rule that the host may accept or not: nothing is known of them.</summary>
    public IEnumerable<string> VersionGaps(SslPolicyRule rule)
    {
        IEnumerable<string> asked = rule.Versions.Length > 0 ? rule.Versions : PolicyChecks.ProtocolNames();
        return asked.Except(Profile.Protocols.Select(protocol => protocol.Version), StringComparer.OrdinalIgnoreCase)
            .Select(version => $"{version} was not looked at")
            .Concat(ProtocolsOf(rule).Where(protocol => protocol.Status is not (SslProfileStatus.Accepted or SslProfileStatus.Refused))
                .Select(protocol => $"{protocol.Version}: {protocol.Reason}"));
    }

    /// <summary>Why a list may not be complete: its own gaps, and versions of TLS that the host may accept with more of it.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="lists">The names of the list in the gaps.</param>
    public IEnumerable<string> ListGaps(SslPolicyRule rule, params string[] lists) => lists.SelectMany(GapsOf)
        .Concat(VersionGaps(rule).Where(gap => gap.StartsWith("TLS", StringComparison.Ordinal))).Distinct();

    /// <summary>Why the suites of a rule's versions may not all be known.</summary>
    public IEnumerable<string> CipherGaps(SslPolicyRule rule)
    {
        if (WhyMissing(SslProfileSections.Ciphers) is { } missing)
            return [missing];
        if (Profile.Protocols.Length == 0)
            return ["no version was looked at"];
        return VersionGaps(rule)
            .Concat(AcceptedOf(rule).Where(protocol => protocol.CiphersReason.Length > 0)
                .Select(protocol => $"{protocol.Version}: {protocol.CiphersReason}"))
            .Concat(AcceptedOf(rule).Where(protocol => protocol.Ciphers.Length == 0 && protocol.CiphersReason.Length == 0)
                .Select(protocol => $"{protocol.Version}: no suite is known"));
    }

    /// <summary>Why a list of the profile may not be complete, by its name in the gaps; what ran out of time may be about any
    /// list.</summary>
    public IEnumerable<string> GapsOf(string list) => Profile.Gaps
        .Where(gap => gap.Contains(list, StringComparison.OrdinalIgnoreCase)
            || gap.Contains("is not complete", StringComparison.OrdinalIgnoreCase))
        .Select(gap => gap.TrimEnd('.'));

    private static bool IsAbout(SslPolicyRule rule, SslProfileProtocol protocol) =>
        rule.Versions.Length == 0 || rule.Versions.Contains(protocol.Version, StringComparer.OrdinalIgnoreCase);
}
