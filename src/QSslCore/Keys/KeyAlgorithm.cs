namespace QSslCore;

/// <summary>The algorithm of a key.</summary>
[QtMember("QSsl::KeyAlgorithm")]
public enum KeyAlgorithm
{
    /// <summary>An algorithm without a value in this enumeration, such as Ed25519.</summary>
    Opaque = 0,

    /// <summary>RSA.</summary>
    Rsa = 1,

    /// <summary>DSA.</summary>
    Dsa = 2,

    /// <summary>Elliptic curve (ECDSA, ECDH).</summary>
    Ec = 3,

    /// <summary>Diffie-Hellman.</summary>
    Dh = 4,

    /// <summary>ML-DSA (FIPS 204).</summary>
    MlDsa = 5,
}
