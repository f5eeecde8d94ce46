using System.Globalization;
using QSslCore;

namespace QSslModule;

/// <summary>Rules about the certificates of a host.</summary>
internal static class CertificateChecks
{
    private const string CurvePrefix = "EC ";

    public static PolicyOutcome Keys(SslPolicyRule rule, PolicyFacts facts) => NameSet.Judge(
        rule, [.. facts.Profile.Certificates.Select(certificate => certificate.Kind).Distinct()], Gaps(rule, facts),
        "has a certificate for");

    public static PolicyOutcome KeySize(SslPolicyRule rule, PolicyFacts facts)
    {
        PolicyOutcome outcome = PolicyOutcome.None($"the host has no certificate for {string.Join(", ", rule.Keys)}");
        foreach (SslProfileCertificate certificate in facts.Profile.Certificates
            .Where(certificate => rule.Keys.Length == 0 || certificate.Kind.Length == 0 || NameSet.Has(rule.Keys, certificate.Kind)))
        {
            if (certificate.Kind.Length == 0)
                outcome.Doubt($"the kind of the key of {NameOf(certificate)} is not known");
            else if (certificate.KeyBits <= 0)
                outcome.Doubt($"the size of the key of {NameOf(certificate)} is not known");
            else if (certificate.KeyBits < rule.Minimum)
                outcome.Break($"{NameOf(certificate)} has a key of {ReportText.Number(certificate.KeyBits)} bits");
            else
                outcome.Meet($"{NameOf(certificate)} has a key of {ReportText.Number(certificate.KeyBits)} bits");
        }
        return outcome.DoubtAll(Gaps(rule, facts));
    }

    public static PolicyOutcome Curves(SslPolicyRule rule, PolicyFacts facts)
    {
        PolicyOutcome outcome = PolicyOutcome.None("the host has no certificate for a key on a curve");
        foreach (SslProfileCertificate certificate in facts.Profile.Certificates.Where(
            certificate => certificate.Kind is "ECDSA" or ""))
        {
            if (certificate.Kind.Length == 0)
            {
                outcome.Doubt($"the kind of the key of {NameOf(certificate)} is not known");
                continue;
            }
            string curve = certificate.Key.StartsWith(CurvePrefix, StringComparison.Ordinal)
                ? certificate.Key[CurvePrefix.Length..]
                : "";
            if (curve.Length == 0)
                outcome.Doubt($"the curve of the key of {NameOf(certificate)} is not known");
            else if (NameSet.Has(rule.Allowed, curve))
                outcome.Meet(curve);
            else
                outcome.Break($"the key of {NameOf(certificate)} is on {curve}");
        }
        return outcome.DoubtAll(Gaps(rule, facts));
    }

    /// <summary>Judges the host's own certificate, and those between it and a root: a root is trusted for itself.</summary>
    public static PolicyOutcome Signatures(SslPolicyRule rule, PolicyFacts facts)
    {
        PolicyOutcome outcome = new();
        foreach (SslProfileCertificate own in facts.Profile.Certificates)
        {
            Add(own.Signature, NameOf(own));
            if (own.Chain.Length == 0)
                outcome.Doubt($"what is sent with {NameOf(own)} is not known");
            foreach (string sent in own.Chain.Skip(1))
            {
                QSslCertificate certificate = Decode(sent);
                if (certificate.IsNull)
                    outcome.Doubt($"a certificate that is sent with {NameOf(own)} cannot be read");
                else if (!certificate.IsSelfSigned)
                    Add(certificate.SignatureAlgorithm, $"'{certificate.Subject}'");
            }
        }
        // A host need not send all of them: those that were found here count as well.
        foreach (SslReportCertificate known in facts.VerifiedChain?.Skip(1).SkipLast(1) ?? [])
            Add(known.Signature, $"'{known.Subject}'");
        return outcome.DoubtAll(Gaps(rule, facts));

        void Add(string algorithm, string name)
        {
            if (algorithm.Length == 0)
                outcome.Doubt($"the signature of {name} is not known");
            else if (NameSet.Has(rule.Allowed, algorithm))
                outcome.Meet(algorithm);
            else
                outcome.Break($"{name} is signed with {algorithm}");
        }
    }

    public static PolicyOutcome Lifetime(SslPolicyRule rule, PolicyFacts facts)
    {
        PolicyOutcome outcome = new();
        foreach (SslProfileCertificate certificate in facts.Profile.Certificates)
        {
            if ((certificate.NotAfter - certificate.NotBefore)?.TotalDays is not { } days)
            {
                outcome.Doubt($"the lifetime of {NameOf(certificate)} is not known");
                continue;
            }
            // The last second of a lifetime counts: 90 days end one second before the 91st.
            string what = string.Create(CultureInfo.InvariantCulture, $"{NameOf(certificate)} is valid for {Math.Round(days, 1)} days");
            if (days > rule.Maximum || days < 0)
                outcome.Break(what);
            else
                outcome.Meet(what);
        }
        return outcome.DoubtAll(Gaps(rule, facts));
    }

    /// <summary>A certificate of the verified path must be one of those named. What is merely sent along, or named in a certificate, proves
    /// nothing.</summary>
    public static PolicyOutcome Authorities(SslPolicyRule rule, PolicyFacts facts)
    {
        if (facts.VerifiedChain is not { Count: > 0 } path)
            return new PolicyOutcome().Doubt("no path to a trusted root was verified");
        SslReportCertificate? found = path.Skip(path.Count > 1 ? 1 : 0).FirstOrDefault(certificate =>
            rule.Allowed.Any(name => name.Equals(certificate.Pin, StringComparison.Ordinal)
                || name.Equals(certificate.Thumbprint, StringComparison.OrdinalIgnoreCase)));
        return found is null
            ? new PolicyOutcome().Break($"the path leads to '{path[^1].Subject}'")
            : new PolicyOutcome().Meet($"'{found.Subject}' is in the verified path");
    }

    /// <summary>What no responder of its issuer would sign cannot be stapled.</summary>
    public static PolicyOutcome Stapling(SslPolicyRule rule, PolicyFacts facts)
    {
        QSslCertificate[] own = [.. facts.Profile.Certificates.Select(certificate => Decode(certificate.Chain.FirstOrDefault() ?? ""))];
        bool hasNone = own.Length > 0 && own.All(certificate => !certificate.IsNull && certificate.OcspUrls.Count == 0);
        return rule.Value == SslProfileStatus.Yes && hasNone && !facts.Profile.Stapling.IsYes()
            ? PolicyOutcome.None("the certificate names no OCSP responder")
            : FactChecks.Of(profile => profile.Stapling)(rule, facts);
    }

    private static string[] Gaps(SslPolicyRule rule, PolicyFacts facts) =>
        facts.WhyMissing(SslProfileSections.Certificates) is { } missing ? [missing]
        : facts.Profile.Certificates.Length == 0 ? ["no certificate of the host is known"]
        // Another key may have a certificate of its own.
        : [.. facts.ListGaps(rule, "certificate", "signature schemes")];

    private static string NameOf(SslProfileCertificate certificate) => $"'{certificate.Subject}'";

    private static QSslCertificate Decode(string base64)
    {
        try
        {
            return base64.Length > 0 ? new(Convert.FromBase64String(base64), EncodingFormat.Der) : new();
        }
        catch (FormatException)
        {
            return new();
        }
    }
}
