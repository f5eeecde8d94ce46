namespace QSslCore;

// What an administrator asks a certificate for, beside Qt's members.
public sealed partial class QSslCertificate
{
    /// <summary>All extensions in their order.</summary>
    [QtMember("QSslCertificate::extensions")]
    public IReadOnlyList<QSslCertificateExtension> Extensions => Facts.Extensions.All;

    /// <summary>Whole days until it expires; negative when it has, null when that cannot be read. Not one of Qt's members.</summary>
    public int? DaysLeft => DaysLeftAt(DateTimeOffset.UtcNow);

    /// <summary>How much of its lifetime is over, from 0 to 100; null when that cannot be read. Not one of Qt's members.</summary>
    public double? LifetimeUsedPercent => LifetimeUsedPercentAt(DateTimeOffset.UtcNow);

    /// <summary>Whether it says that it may issue others (basicConstraints). Not one of Qt's members.</summary>
    public bool IsAuthority => Facts.Extensions
        .Read<bool>(ExtensionNames.BasicConstraints, encoded => [ExtensionReader.BasicConstraints(encoded).IsAuthority]) is [true];

    /// <summary>What its key may be used for, such as <c>digitalSignature </c>; none when nothing is said. Not one of Qt's
    /// members.</summary>
    public IReadOnlyList<string> KeyUsages => Facts.Extensions.Read(ExtensionNames.KeyUsage, ExtensionReader.KeyUsages);

    /// <summary>The purposes that it is for, such as <c>serverAuth </c>, or their object identifiers; none when nothing is said. Not one of
    /// Qt's members.</summary>
    public IReadOnlyList<string> ExtendedKeyUsages => Facts.Extensions.Read(ExtensionNames.ExtendedKeyUsage, ExtensionReader.Purposes);

    /// <summary>The policies that it was issued under, as object identifiers. Not one of Qt's members.</summary>
    public IReadOnlyList<string> Policies => Facts.Extensions.Read(ExtensionNames.CertificatePolicies, ExtensionReader.Policies);

    /// <summary>Where its issuer answers OCSP requests. Not one of Qt's members.</summary>
    public IReadOnlyList<string> OcspUrls => InformationAt("OCSP");

    /// <summary>Where its issuer's certificate can be fetched. Nothing here does so by itself. Not one of Qt's members.</summary>
    public IReadOnlyList<string> CaIssuerUrls => InformationAt("caIssuers");

    /// <summary>Where its issuer lists revoked certificates. Not one of Qt's members.</summary>
    public IReadOnlyList<string> CrlUrls => Facts.Extensions.Read(ExtensionNames.CrlDistributionPoints, ExtensionReader.CrlUrls);

    /// <summary>Whether a server that shows it must staple an OCSP response (RFC 7633). Not one of Qt's members.</summary>
    public bool MustStaple => Facts.Extensions.Read(ExtensionNames.TlsFeature, ExtensionReader.TlsFeatures)
        .Contains(ExtensionReader.StatusRequest);

    /// <summary>The promises of transparency logs within it. Their signatures are not verified. Not one of Qt's members.</summary>
    public IReadOnlyList<SignedCertificateTimestamp> SignedCertificateTimestamps =>
        Facts.Extensions.Read(ExtensionNames.SignedCertificateTimestamps, ExtensionReader.Timestamps);

    internal int? DaysLeftAt(DateTimeOffset now) => ExpiryDate is { } end ? (int)Math.Floor((end - now).TotalDays) : null;

    internal double? LifetimeUsedPercentAt(DateTimeOffset now) => EffectiveDate is { } start && ExpiryDate is { } end && end > start
        ? Math.Round(Math.Clamp((now - start) / (end - start), 0, 1) * 100, 1)
        : null;

    private string[] InformationAt(string method) => [.. Facts.Extensions
        .Read(ExtensionNames.AuthorityInformationAccess, ExtensionReader.InformationAccess)
        .Where(access => access.Method == method).Select(access => access.Url)];
}
