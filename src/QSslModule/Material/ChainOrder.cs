using QSslCore;

namespace QSslModule;

/// <summary>Orders the certificates of a bundle, which is a set, into a chain.</summary>
internal static class ChainOrder
{
    /// <summary>Returns the leaf first, which has issued none of the others. Its issuer follows, and so on. Certificates outside that chain
    /// are last.</summary>
    /// <param name="certificates">The certificates, in any order.</param>
    /// <param name="own">Returns the leaf if there are several candidates. If it returns null, the order does not change. If the function
    /// itself is null, the order also does not change if some certificates are not part of the chain.</param>
    public static IReadOnlyList<QSslCertificate> LeafFirst(IReadOnlyList<QSslCertificate> certificates, Func<QSslCertificate?>? own = null)
    {
        List<QSslCertificate> left = [.. certificates.Distinct()];
        QSslCertificate[] leaves = [.. left.Where(c => !left.Any(other => other != c && other.Issuer == c.Subject))];
        QSslCertificate? leaf = leaves.Length == 1 ? leaves[0] : own?.Invoke();
        if (leaf is null)
            return certificates;
        List<QSslCertificate> ordered = [];
        for (QSslCertificate? next = leaf; next is not null; next = left.FirstOrDefault(c => c.Subject == ordered[^1].Issuer))
        {
            ordered.Add(next);
            left.Remove(next);
        }
        return own is not null || left.Count == 0 ? [.. ordered, .. left] : certificates;
    }
}
