namespace QSslCore.Verification;

/// <summary>
/// Checks the names of each certificate against the constraints of each authority above it (RFC 5280, section 6.1.3, steps b and c).
/// </summary>
internal static class NameConstraintRules
{
    /// <summary>No honest certificate comes near this limit. OpenSSL also has a limit, and x509-limbo requires one.</summary>
    private const int MaxComparisons = 1 << 20;

    /// <param name="path">The path, leaf first. The constraints of the trust anchor count, too.</param>
    /// <param name="readsCommonName">Whether a common name of the leaf may be used as a host name.</param>
    public static IEnumerable<QSslError> Check(IReadOnlyList<QSslCertificate> path, bool readsCommonName)
    {
        for (int i = 1; i < path.Count; i++)
        {
            if (path[i].Facts.Extensions.Find(ExtensionNames.NameConstraints) is not { } encoded)
                continue;
            string authority = $"the name constraints of '{path[i].VisibleName}'";
            NameConstraints constraints = NameConstraints.Read(encoded);
            if (constraints.Fault is { } malformed)
            {
                yield return new(SslErrorCode.NameConstraintViolation, path[i], $"{Capital(authority)} are malformed: {malformed}");
                continue;
            }
            for (int below = i - 1; below >= 0; below--)
            {
                // A certificate that an authority issued for its own new key is not constrained. A leaf is always constrained.
                if (below > 0 && PathRules.IsSelfIssued(path[below]))
                    continue;
                CertificateName[] names = [.. CertificateNames.Of(path[below], readsCommonName && below == 0)];
                if ((long)names.Length * constraints.Count > MaxComparisons)
                {
                    yield return new(
                        SslErrorCode.NameConstraintViolation, path[below],
                        $"The certificate has {names.Length} names, which are too many to check against {authority}");
                    continue;
                }
                // One error is enough. Reporting all of them for a certificate with thousands of names would only waste time.
                foreach (CertificateName name in names)
                {
                    if (constraints.FaultOf(name) is not { } fault)
                        continue;
                    yield return new(SslErrorCode.NameConstraintViolation, path[below], $"The name '{name}' {fault} {authority}");
                    break;
                }
            }
        }
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
