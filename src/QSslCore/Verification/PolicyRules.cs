namespace QSslCore.Verification;

/// <summary>
/// Certificate policies (RFC 5280, section 6.1, with any policy in the user-initial-policy-set and no initial indicator set): if a
/// certificate of the path requires an explicit policy, at least one policy must be valid for the whole path.
/// </summary>
internal static class PolicyRules
{
    /// <param name="path">The path, leaf first, without the trust anchor.</param>
    public static IEnumerable<QSslError> Check(IReadOnlyList<QSslCertificate> path)
    {
        PolicyGraph graph = new();
        int explicitPolicy = path.Count + 1, policyMapping = path.Count + 1, anyPolicy = path.Count + 1;
        for (int i = path.Count - 1; i >= 0; i--)
        {
            CertificateExtensions extensions = path[i].Facts.Extensions;
            // The exception for self-issued certificates does not apply to the leaf.
            bool isSelfIssuedAuthority = i > 0 && PathRules.IsSelfIssued(path[i]);
            // An extension that cannot be read counts as missing. Another rule reports it.
            string[] policies = extensions.Read(ExtensionNames.CertificatePolicies, ExtensionReader.Policies);
            graph.Descend(policies.ToHashSet(), anyPolicy > 0 || isSelfIssuedAuthority);
            (int? require, int? inhibitMapping) =
                extensions.TryRead(ExtensionNames.PolicyConstraints, ExtensionReader.PolicyConstraints) ?? (null, null);
            if (i > 0)
            {
                if (explicitPolicy == 0 && graph.IsEmpty)
                {
                    yield return Missing(path[i]);
                    yield break;
                }
                (string Issuer, string Subject)[] mappings = extensions.Read(ExtensionNames.PolicyMappings, ExtensionReader.PolicyMappings);
                if (mappings.Any(mapping => mapping.Issuer == PolicyGraph.AnyPolicy || mapping.Subject == PolicyGraph.AnyPolicy))
                {
                    yield return new(
                        SslErrorCode.PolicyViolation, path[i],
                        $"'{path[i].VisibleName}' maps a policy to anyPolicy, or anyPolicy to one, "
                        + "which RFC 5280 forbids (section 4.2.1.5)");
                    yield break;
                }
                graph.Map(mappings, isAllowed: policyMapping > 0);
            }

            if (!isSelfIssuedAuthority)
            {
                explicitPolicy = Math.Max(0, explicitPolicy - 1);
                policyMapping = Math.Max(0, policyMapping - 1);
                anyPolicy = Math.Max(0, anyPolicy - 1);
            }
            explicitPolicy = i > 0 ? Math.Min(explicitPolicy, require ?? int.MaxValue) : require == 0 ? 0 : explicitPolicy;
            policyMapping = Math.Min(policyMapping, inhibitMapping ?? int.MaxValue);
            int? inhibitAny = extensions.TryRead(ExtensionNames.InhibitAnyPolicy, ExtensionReader.InhibitAnyPolicy);
            anyPolicy = Math.Min(anyPolicy, inhibitAny ?? int.MaxValue);
        }
        if (path.Count > 0 && explicitPolicy == 0 && graph.IsEmpty)
            yield return Missing(path[0]);
    }

    private static QSslError Missing(QSslCertificate certificate) => new(
        SslErrorCode.PolicyViolation, certificate,
        "An authority of the chain requires a certificate policy, and there is none that all certificates down to this one agree on");
}
