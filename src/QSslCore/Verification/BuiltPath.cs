namespace QSslCore.Verification;

/// <summary>A path with all its errors.</summary>
/// <param name="Path">The path, leaf first.</param>
/// <param name="IsTrusted">Whether it ends at a trust anchor.</param>
/// <param name="Errors">The errors: trust and signatures first, then the rules. Each pair of code and certificate occurs once.</param>
internal sealed record BuiltPath(IReadOnlyList<QSslCertificate> Path, bool IsTrusted, IReadOnlyList<QSslError> Errors)
{
    /// <summary>Whether this path explains the leaf's errors better, because it is closer to being accepted.</summary>
    public bool IsBetterThan(BuiltPath other) => Rank.CompareTo(other.Rank) < 0;

    private (bool, bool, int) Rank =>
        (!IsTrusted, Errors.Any(error => error.Error == SslErrorCode.CertificateSignatureFailed), Errors.Count);
}
