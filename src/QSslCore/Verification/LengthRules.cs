namespace QSslCore.Verification;

/// <summary>How long a path may be: what the configuration allows, and what each authority allows (RFC 5280, section 4.2.1.9).</summary>
internal static class LengthRules
{
    /// <param name="path">Leaf first.</param>
    /// <param name="endsAtRoot">Whether the last one is a root, which does not count.</param>
    /// <param name="maxDepth">The greatest number of certificates between leaf and root; 0 for no limit.</param>
    public static IEnumerable<QSslError> Check(IReadOnlyList<QSslCertificate> path, bool endsAtRoot, int maxDepth)
    {
        int intermediates = path.Count - (endsAtRoot ? 2 : 1);
        if (maxDepth > 0 && intermediates > maxDepth)
        {
            string text = $"The chain has {intermediates} intermediates, and {maxDepth} are allowed";
            yield return new(SslErrorCode.ChainTooLong, path[maxDepth + 1], text);
        }
    }

    /// <summary>
    /// Holds each authority's path length against the authorities below it; one that an authority issued to itself does not count.
    /// </summary>
    public static IEnumerable<QSslError> CheckAuthorities(IReadOnlyList<QSslCertificate> path)
    {
        int below = 0;
        for (int i = 1; i < path.Count; i++)
        {
            long? allowed = path[i].Facts.Extensions.TryRead(ExtensionNames.BasicConstraints, ExtensionReader.BasicConstraints)?.PathLength;
            if (below > allowed)
            {
                yield return new(
                    SslErrorCode.PathLengthExceeded, path[i],
                    $"'{path[i].VisibleName}' allows {allowed} authorities below itself, and the chain has {below}");
            }
            if (!PathRules.IsSelfIssued(path[i]))
                below++;
        }
    }
}
