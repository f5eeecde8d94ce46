namespace QSslCore;

/// <summary>The phases of a TLS handshake, after RFC 8446, section 2. Not one of Qt's types.</summary>
public enum TlsHandshakePhase
{
    /// <summary>The hellos: version, suite and key shares.</summary>
    KeyExchange,

    /// <summary>What else the server says of itself and asks for; before TLS 1.3 its certificate and key, too.</summary>
    ServerParameters,

    /// <summary>Certificates and proofs, up to Finished on both sides.</summary>
    Authentication,

    /// <summary>After the handshake: session tickets, key updates, alerts.</summary>
    PostHandshake,
}
