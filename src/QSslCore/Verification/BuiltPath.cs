namespace QSslCore.Verification;

/// <summary>A path with everything that is wrong with it.</summary>
/// <param name="Path">Leaf first.</param>
/// <param name="IsTrusted">Whether it ends at a trust anchor.</param>
/// <param name="Errors">What is wrong: trust, signatures, then the rules. Each pair of code and certificate once.</param>
internal sealed record BuiltPath(IReadOnlyList<QSslCertificate> Path, bool IsTrusted, IReadOnlyList<QSslError> Errors)
{
    /// <summary>Whether it explains better what is wrong with the leaf: it is nearer to being accepted.</summary>
    public bool IsBetterThan(BuiltPath other) => Rank.CompareTo(other.Rank) < 0;

    private (bool, bool, int) Rank =>
        (!IsTrusted, Errors.Any(error => error.Error == SslErrorCode.CertificateSignatureFailed), Errors.Count);
}
