namespace QSslCore;

/// <summary>What a cipher suite agrees on keys with.</summary>
internal enum KeyExchangeKind
{
    /// <summary>Chosen apart from the suite, as since TLS 1.3; always ephemeral.</summary>
    Separate,

    /// <summary>An ephemeral key in a finite field.</summary>
    FiniteField,

    /// <summary>An ephemeral key on an elliptic curve.</summary>
    EllipticCurve,

    /// <summary>Another ephemeral exchange, by a password.</summary>
    Password,

    /// <summary>A key that stays the same (RSA, static Diffie-Hellman, a shared key): who gets it reads all that was recorded.</summary>
    Lasting,
}
