namespace QSslCore;

// Members for administrators that Qt does not have.
public sealed partial class QSslCertificate
{
    /// <summary>All extensions of the certificate in their order.</summary>
    [QtMember("QSslCertificate::extensions")]
    public IReadOnlyList<QSslCertificateExtension> Extensions => Facts.Extensions.All;

    /// <summary>The number of whole days until the certificate expires. Negative if it has expired, or null if the time cannot be read. Not
    /// one of Qt's members.</summary>
    public int? DaysLeft => DaysLeftAt(DateTimeOffset.UtcNow);

    /// <summary>The used percentage of the certificate's lifetime, from 0 to 100, or null if it cannot be read. Not one of Qt's
    /// members.</summary>
    public double? LifetimeUsedPercent => LifetimeUsedPercentAt(DateTimeOffset.UtcNow);

    /// <summary>Whether the certificate can issue others (basicConstraints). Not one of Qt's members.</summary>
    public bool IsAuthority => Facts.Extensions
        .Read<bool>(ExtensionNames.BasicConstraints, encoded => [ExtensionReader.BasicConstraints(encoded).IsAuthority]) is [true];

    /// <summary>The key usages, such as <c>digitalSignature</c>. Empty if the certificate specifies none. Not one of Qt's
    /// members.</summary>
    public IReadOnlyList<string> KeyUsages => Facts.Extensions.Read(ExtensionNames.KeyUsage, ExtensionReader.KeyUsages);

    /// <summary>The purposes of the certificate, such as <c>serverAuth</c>, or their object identifiers. Empty if the certificate specifies
    /// none. Not one of Qt's members.</summary>
    public IReadOnlyList<string> ExtendedKeyUsages => Facts.Extensions.Read(ExtensionNames.ExtendedKeyUsage, ExtensionReader.Purposes);

    /// <summary>The policies of the certificate, as object identifiers. Not one of Qt's members.</summary>
    public IReadOnlyList<string> Policies => Facts.Extensions.Read(ExtensionNames.CertificatePolicies, ExtensionReader.Policies);

    /// <summary>The addresses where the issuer answers OCSP requests. Not one of Qt's members.</summary>
    public IReadOnlyList<string> OcspUrls => InformationAt("OCSP");

    /// <summary>The addresses of the issuer's certificate. This library does not download it. Not one of Qt's members.</summary>
    public IReadOnlyList<string> CaIssuerUrls => InformationAt("caIssuers");

    /// <summary>The addresses of the issuer's lists of revoked certificates. Not one of Qt's members.</summary>
    public IReadOnlyList<string> CrlUrls => Facts.Extensions.Read(ExtensionNames.CrlDistributionPoints, ExtensionReader.CrlUrls);

    /// <summary>Whether a server that presents the certificate must staple an OCSP response (RFC 7633). Not one of Qt's members.</summary>
    public bool MustStaple => Facts.Extensions.Read(ExtensionNames.TlsFeature, ExtensionReader.TlsFeatures)
        .Contains(ExtensionReader.StatusRequest);

    /// <summary>The timestamps of transparency logs in the certificate. Their signatures are not verified. Not one of Qt's
    /// members.</summary>
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
