using QSslCore.Verification;

namespace QSslCore;

/// <summary>The contents of a certificate, parsed from its encoding.</summary>
internal sealed record CertificateFacts
{
    public static CertificateFacts None { get; } = new();

    public string Version { get; init; } = "";

    public string SerialNumber { get; init; } = "";

    public DistinguishedName Subject { get; init; } = DistinguishedName.Empty;

    public DistinguishedName Issuer { get; init; } = DistinguishedName.Empty;

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>The algorithm of the signature, from the field beside the signature.</summary>
    public SignatureAlgorithm SignatureAlgorithm { get; init; } = SignatureAlgorithm.None;

    public QSslKey PublicKey { get; init; } = QSslKey.Null;

    public IReadOnlyList<AlternativeName> AlternativeNames { get; init; } = [];

    /// <summary>True if the names for which the certificate is valid cannot be read.</summary>
    public bool NamesAreDamaged { get; init; }

    public bool IsSelfSigned { get; init; }

    public CertificateExtensions Extensions { get; init; } = CertificateExtensions.Absent;

    /// <summary>The version as encoded: 0 for version 1.</summary>
    public int EncodedVersion { get; init; }

    /// <summary>The signed data (TBSCertificate). It is a slice of the certificate, like the other encoded parts.</summary>
    public ReadOnlyMemory<byte> Signed { get; init; }

    /// <summary>The AlgorithmIdentifier within <see cref="Signed"/>.</summary>
    public ReadOnlyMemory<byte> SignedAlgorithm { get; init; }

    /// <summary>The AlgorithmIdentifier beside the signature.</summary>
    public ReadOnlyMemory<byte> EncodedAlgorithm { get; init; }

    /// <summary>The bytes of the signature; empty if it is not a whole number of bytes.</summary>
    public ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>The content of the INTEGER.</summary>
    public ReadOnlyMemory<byte> EncodedSerialNumber { get; init; }

    public ReadOnlyMemory<byte> EncodedIssuer { get; init; }

    public ReadOnlyMemory<byte> EncodedSubject { get; init; }

    /// <summary>The Validity with both times.</summary>
    public ReadOnlyMemory<byte> EncodedValidity { get; init; }

    /// <summary>The SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> EncodedKey { get; init; }
}
