namespace QSslModule;

/// <summary>The kinds of keys that New-SslCertificate creates.</summary>
public enum SslKeyKind
{
    /// <summary>Elliptic curve P-256.</summary>
    EcP256,

    /// <summary>Elliptic curve P-384.</summary>
    EcP384,

    /// <summary>RSA with 2048 bits.</summary>
    Rsa2048,

    /// <summary>RSA with 3072 bits.</summary>
    Rsa3072,

    /// <summary>RSA with 4096 bits.</summary>
    Rsa4096,

    /// <summary>Elliptic curve P-521.</summary>
    EcP521,

    /// <summary>Ed25519 (RFC 8410), if the TLS library can sign with it.</summary>
    Ed25519,
}
