using QSslCore;

namespace QSslModule;

/// <summary>Bundles keep sets of certificates; everything else takes a chain.</summary>
internal static class ChainOrder
{
    /// <summary>The one that issued none of the others first, its issuer next, and so on, and last what is no part of that chain.</summary>
    /// <param name="certificates">The certificates, in any order.</param>
    /// <param name="own">Asked where several have issued none of the others; without an answer they stay as they were.</param>
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
