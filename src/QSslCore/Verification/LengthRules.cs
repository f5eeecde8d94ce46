namespace QSslCore.Verification;

/// <summary>Checks the length of a path: the limit of the configuration, and the limit of each authority (RFC 5280, section
/// 4.2.1.9).</summary>
internal static class LengthRules
{
    /// <param name="path">The path, leaf first.</param>
    /// <param name="endsAtRoot">Whether the last certificate is a root, which does not count.</param>
    /// <param name="maxDepth">The maximum number of certificates between leaf and root; 0 for no limit.</param>
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
    /// Checks each authority's path length against the number of authorities below it. A self-issued authority does not count.
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
