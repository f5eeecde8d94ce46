namespace QSslCore;

/// <summary>A certificate that a host shows. Instances are immutable.</summary>
public sealed record SslProfileCertificate
{
    /// <summary>The kind of its key: <c>RSA</c>, <c>RSA-PSS</c>, <c>ECDSA</c>, <c>EdDSA</c>, <c>ML-DSA</c>, <c>DSA</c> or another
    /// name.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The kind and the size of its key.</summary>
    public string Key { get; init; } = "";

    /// <summary>The size of its key in bits; 0 where it is not known.</summary>
    public int KeyBits { get; init; }

    /// <summary>Its subject.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Its issuer.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>The names that it is valid for.</summary>
    public string[] SubjectAlternativeNames { get; init; } = [];

    /// <summary>The algorithm of its signature.</summary>
    public string Signature { get; init; } = "";

    /// <summary>From when it is valid, UTC.</summary>
    public DateTime? NotBefore { get; init; }

    /// <summary>Until when it is valid, UTC.</summary>
    public DateTime? NotAfter { get; init; }

    /// <summary>SHA-256 of the certificate, in upper-case hexadecimal digits.</summary>
    public string Thumbprint { get; init; } = "";

    /// <summary>SHA-256 of its public key, as <c>sha256/</c> and base64.</summary>
    public string Pin { get; init; } = "";

    /// <summary>The certificates as sent, this one first, each in DER and base64.</summary>
    public string[] Chain { get; init; } = [];

    /// <summary>The versions that it was seen in.</summary>
    public string[] Versions { get; init; } = [];

    /// <summary>Whether it is shown to clients that name the host (SNI).</summary>
    public bool WithName { get; init; }

    /// <summary>Whether it is shown to clients that name no host.</summary>
    public bool WithoutName { get; init; }

    /// <summary>The kind of its key, and its subject.</summary>
    public override string ToString() => $"{Key}: {Subject}";
}
