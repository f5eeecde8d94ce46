namespace QSslCore;

/// <summary>What a certificate says, taken out of its encoding.</summary>
internal sealed record CertificateFacts
{
    public static CertificateFacts None { get; } = new();

    public string Version { get; init; } = "";

    public string SerialNumber { get; init; } = "";

    public DistinguishedName Subject { get; init; } = DistinguishedName.Empty;

    public DistinguishedName Issuer { get; init; } = DistinguishedName.Empty;

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? NotAfter { get; init; }

    public string SignatureAlgorithm { get; init; } = "";

    public QSslKey PublicKey { get; init; } = QSslKey.Null;

    public IReadOnlyList<AlternativeName> AlternativeNames { get; init; } = [];

    /// <summary>True when the certificate says for which names it is valid in a way that cannot be read.</summary>
    public bool NamesAreDamaged { get; init; }

    public bool IsSelfSigned { get; init; }

    public CertificateExtensions Extensions { get; init; } = CertificateExtensions.None;
}
