using QSslCore;

namespace QSslModule;

/// <summary>Bundles keep sets of certificates; everything else takes a chain.</summary>
internal static class ChainOrder
{
    /// <summary>The one that issued none of the others first, its issuer next, and so on; as they were if they are not one chain.</summary>
    public static IReadOnlyList<QSslCertificate> LeafFirst(IReadOnlyList<QSslCertificate> certificates)
    {
        List<QSslCertificate> left = [.. certificates.Distinct()];
        QSslCertificate[] leaves = [.. left.Where(c => !left.Any(other => other != c && other.Issuer == c.Subject))];
        if (leaves.Length != 1)
            return certificates;
        List<QSslCertificate> ordered = [];
        for (QSslCertificate? next = leaves[0]; next is not null; next = left.FirstOrDefault(c => c.Subject == ordered[^1].Issuer))
        {
            ordered.Add(next);
            left.Remove(next);
        }
        return left.Count == 0 ? ordered : certificates;
    }
}
