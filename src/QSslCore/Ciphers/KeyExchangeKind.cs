namespace QSslCore;

/// <summary>The kind of key exchange of a cipher suite.</summary>
internal enum KeyExchangeKind
{
    /// <summary>The key exchange is negotiated separately from the suite, as since TLS 1.3. It is always ephemeral.</summary>
    Separate,

    /// <summary>An ephemeral key in a finite field.</summary>
    FiniteField,

    /// <summary>An ephemeral key on an elliptic curve.</summary>
    EllipticCurve,

    /// <summary>Another ephemeral key exchange, with a password.</summary>
    Password,

    /// <summary>
    /// A long-term key (RSA, static Diffie-Hellman, a shared key). A person who obtains it can decrypt all recorded data.
    /// </summary>
    Lasting,
}
