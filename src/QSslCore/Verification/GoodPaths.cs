namespace QSslCore.Verification;

/// <summary>
/// Paths that follow the rules, as found out lately: a certificate never changes, so a path that was good stays good for the same
/// request as long as all its certificates are valid. Bounded; thread-safe, since entries are written whole and never change.
/// </summary>
internal static class GoodPaths
{
    private const int Slots = 64;

    private static readonly Entry?[] s_slots = new Entry?[Slots];

    /// <summary>Whether a path that ends at a trust anchor is without fault.</summary>
    /// <param name="path">Leaf first.</param>
    /// <param name="request">What the path is checked for.</param>
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
        // The rules have read these times: both are there.
        private readonly DateTimeOffset? _from = path.Max(certificate => certificate.EffectiveDate);
        private readonly DateTimeOffset? _until = path.Min(certificate => certificate.ExpiryDate);

        public bool Covers(QSslCertificate[] other, PathRequest asked) =>
            asked.Time >= _from && asked.Time <= _until && asked with { Time = request.Time } == request
                && path.AsSpan().SequenceEqual(other);
    }
}
