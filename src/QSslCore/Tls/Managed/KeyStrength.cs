namespace QSslCore.Tls.Managed;

/// <summary>
/// Keys and hashes of less than 112 bits prove nothing: .NET takes them, and a TLS library that was told to be careful does not
/// (NIST SP 800-57, part 1, section 5.6).
/// </summary>
internal static class KeyStrength
{
    private const int LeastRsaBits = 2048;
    private const int LeastCurveBits = 224;

    /// <summary>Judges a path, leaf first. By what its end is signed is of no interest: it is trusted for itself.</summary>
    public static IEnumerable<QSslError> Check(IReadOnlyList<QSslCertificate> path)
    {
        for (int i = 0; i < path.Count; i++)
        {
            if (IsWeak(path[i].PublicKey))
                yield return Unspecified(path[i], i == 0 ? "EE certificate key too weak" : "CA certificate key too weak");
            if (i < path.Count - 1 && HasWeakHash(path[i].SignatureAlgorithm))
                yield return Unspecified(path[i], "CA signature digest algorithm too weak");
        }
    }

    private static bool IsWeak(QSslKey key) => key.Algorithm switch
    {
        KeyAlgorithm.Rsa or KeyAlgorithm.Dsa or KeyAlgorithm.Dh => key.Length < LeastRsaBits,
        KeyAlgorithm.Ec => key.Length is >= 0 and < LeastCurveBits,
        _ => false,
    };

    private static bool HasWeakHash(string algorithm) =>
        algorithm.Contains("SHA1", StringComparison.OrdinalIgnoreCase) || algorithm.StartsWith("md", StringComparison.OrdinalIgnoreCase);

    private static QSslError Unspecified(QSslCertificate certificate, string text) =>
        new(SslErrorCode.UnspecifiedError, certificate, $"The certificate cannot be accepted: {text}.");
}
