namespace QSslCore.Verification;

/// <summary>
/// A cache of paths that recently passed the rules. A certificate never changes, so a path that passed stays good for the same request as
/// long as all its certificates are valid. The cache is bounded. It is thread-safe, because entries are immutable.
/// </summary>
internal static class GoodPaths
{
    private const int Slots = 64;

    private static readonly Entry?[] s_slots = new Entry?[Slots];

    /// <summary>Whether a path that ends at a trust anchor has no error.</summary>
    /// <param name="path">The path, leaf first.</param>
    /// <param name="request">The requirements that the path is checked against.</param>
    public static bool Contains(QSslCertificate[] path, PathRequest request)
    {
        ref Entry? slot = ref s_slots[(uint)path[0].GetHashCode() % Slots];
        if (Volatile.Read(ref slot) is { } known && known.Covers(path, request))
            return true;
        if (PathRules.Check(path, endsAtAnchor: true, request).Count > 0)
            return false;
        Volatile.Write(ref slot, new(path, request));
        return true;
    }

    private sealed class Entry(QSslCertificate[] path, PathRequest request)
    {
        // The rules have already read both times, so neither is missing.
        private readonly DateTimeOffset? _from = path.Max(certificate => certificate.EffectiveDate);
        private readonly DateTimeOffset? _until = path.Min(certificate => certificate.ExpiryDate);

        public bool Covers(QSslCertificate[] other, PathRequest asked) =>
            asked.Time >= _from && asked.Time <= _until && asked with { Time = request.Time } == request
                && path.AsSpan().SequenceEqual(other);
    }
}
