using QSslCore;

namespace QSslModule;

/// <summary>Rules about the signatures of handshakes.</summary>
internal static class SignatureChecks
{
    public static PolicyOutcome Schemes(SslPolicyRule rule, PolicyFacts facts) => Judge(rule, facts, scheme => scheme.Name);

    public static PolicyOutcome Hashes(SslPolicyRule rule, PolicyFacts facts) => Judge(rule, facts, scheme => scheme.Hash);

    private static PolicyOutcome Judge(SslPolicyRule rule, PolicyFacts facts, Func<SslProfileSignatureScheme, string> name)
    {
        if (facts.WhyMissing(SslProfileSections.Signatures) is { } missing)
            return new PolicyOutcome().Doubt(missing);
        SslProfileSignatureScheme[] schemes =
        [
            .. facts.Profile.SignatureSchemes.Where(scheme => rule.Versions.Length == 0 || scheme.Versions.Intersect(rule.Versions).Any()),
        ];
        string[] signing = [.. facts.AcceptedOf(rule).Where(Signs).Select(protocol => protocol.Version)];
        if (schemes.Length == 0 && signing.Length == 0)
        {
            string[] gaps = [.. facts.CipherGaps(rule)];
            return gaps.Length > 0 ? new PolicyOutcome().DoubtAll(gaps) : PolicyOutcome.None("the host signs no handshake with a scheme");
        }
        string[] unseen = schemes.Length > 0
            ? [
                .. facts.ListGaps(rule, "signature schemes"),
                .. signing.Where(version => !Array.Exists(schemes, scheme => scheme.Versions.Contains(version)))
                    .Select(version => $"how the host signs in {version} is not known"),
            ]
            : ["the host signs its handshakes, and it is not known how"];
        return NameSet.Judge(rule, [.. schemes.Select(name).Distinct()], unseen, "signs with");
    }

    private static bool Signs(SslProfileProtocol protocol) => protocol.Version == "TLS 1.3" || (protocol.Version == "TLS 1.2"
        && Array.Exists(protocol.Ciphers, cipher => cipher.KeyExchange is "ECDHE" or "DHE" && cipher.Authentication != "None"));
}
