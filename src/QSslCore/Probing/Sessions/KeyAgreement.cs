namespace QSslCore.Probing.Sessions;

/// <summary>How a suite of TLS 1.2 and older comes to its premaster secret.</summary>
internal enum KeyAgreement
{
    /// <summary>The client encrypts it with the RSA key of the certificate.</summary>
    Rsa,

    /// <summary>Ephemeral Diffie-Hellman over a prime field.</summary>
    Dhe,

    /// <summary>Ephemeral Diffie-Hellman over an elliptic curve.</summary>
    Ecdhe,
}
