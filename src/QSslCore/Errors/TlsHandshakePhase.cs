namespace QSslCore;

/// <summary>The phases of a TLS handshake, as in RFC 8446, section 2. Not one of Qt's types.</summary>
public enum TlsHandshakePhase
{
    /// <summary>The hello messages with version, suite and key shares.</summary>
    KeyExchange,

    /// <summary>The other parameters and requests of the server. Before TLS 1.3, also its certificate and key.</summary>
    ServerParameters,

    /// <summary>The certificates and proofs, up to Finished on both sides.</summary>
    Authentication,

    /// <summary>The messages after the handshake: session tickets, key updates, alerts.</summary>
    PostHandshake,
}
