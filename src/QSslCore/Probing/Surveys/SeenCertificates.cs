using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>The certificates that came in the answers of a run.</summary>
internal static class SeenCertificates
{
    /// <summary>One for each certificate of a host itself, in the order in which they came.</summary>
    /// <param name="entries">The answers with a hello of SSL 3.0 and later.</param>
    /// <param name="ssl2">The certificate that came with SSL 2.0; null for none.</param>
    public static IEnumerable<SslProfileCertificate> Of(
        IReadOnlyList<(ClientHello Hello, ServerAnswer Answer)> entries, byte[]? ssl2) =>
        from seen in entries.Where(entry => entry.Answer.Certificates.Count > 0).Select(entry => new Sighting(
            entry.Answer.Certificates, TlsVersion.NameOf(entry.Answer.Hello!.Version), entry.Hello.ServerName is not null))
            .Concat(ssl2 is null ? [] : [new Sighting([ssl2], TlsVersion.NameOf(TlsVersion.Ssl2), false)])
        group seen by Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(seen.Chain[0])) into each
        select Describe([.. each]);

    private static SslProfileCertificate Describe(Sighting[] seen)
    {
        IReadOnlyList<byte[]> chain = seen[0].Chain;
        // What cannot be read is shown all the same: as bytes without facts.
        QSslCertificate certificate = CertificateReader.Read(chain[0], EncodingFormat.Der).Certificates is [{ } read, ..] ? read : new();
        return new()
        {
            Kind = KindOf(certificate.PublicKey),
            Key = certificate.KeyDescription,
            KeyBits = Math.Max(0, certificate.PublicKey.Length),
            Subject = VisibleText.Of(certificate.Subject),
            Issuer = VisibleText.Of(certificate.Issuer),
            SubjectAlternativeNames = [.. certificate.SubjectAlternativeNames.Select(name => VisibleText.Of(name.Value))],
            Signature = certificate.SignatureAlgorithm,
            NotBefore = certificate.EffectiveDate?.UtcDateTime,
            NotAfter = certificate.ExpiryDate?.UtcDateTime,
            Thumbprint = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(chain[0])),
            Pin = certificate.SpkiPin,
            Chain = [.. chain.Select(Convert.ToBase64String)],
            Versions = [.. seen.Select(each => each.Version).Distinct().Order(StringComparer.Ordinal)],
            WithName = Array.Exists(seen, each => each.HasName),
            WithoutName = Array.Exists(seen, each => !each.HasName),
        };
    }

    private sealed record Sighting(IReadOnlyList<byte[]> Chain, string Version, bool HasName);

    private static bool IsPss(QSslKey key) => KeyNames.OidOf(key.Material.ToArray(), KeyType.PublicKey) == KeyNames.RsaPss;

    private static string KindOf(QSslKey key) => key.IsNull ? "" : key.Algorithm switch
    {
        KeyAlgorithm.Rsa when IsPss(key) => "RSA-PSS",
        KeyAlgorithm.Rsa => "RSA",
        KeyAlgorithm.Ec => "ECDSA",
        KeyAlgorithm.Dsa => "DSA",
        KeyAlgorithm.MlDsa => "ML-DSA",
        KeyAlgorithm.Opaque when KeyNames.Describe(key).StartsWith("Ed", StringComparison.Ordinal) => "EdDSA",
        _ => KeyNames.Describe(key),
    };
}
