namespace QSslCore.Tls;

/// <summary>What a handshake agreed on beside protocol and cipher suite. What a backend cannot tell is left at its default. Immutable, for
/// any thread.</summary>
public sealed record TlsFacts
{
    /// <summary>Nothing is known.</summary>
    public static TlsFacts None { get; } = new();

    /// <summary>The session was resumed, so the peer showed no certificate on this connection.</summary>
    public bool IsResumed { get; init; }

    /// <summary>The peer was authenticated by a pre-shared key.</summary>
    public bool UsedPreSharedKey { get; init; }

    /// <summary>The server's ephemeral key, on a client; a null key when there is none. Made on demand: to encode it costs as much
    /// as half of a handshake.</summary>
    public Lazy<QSslKey> EphemeralServerKey { get; init; } = new(QSslKey.Null);

    /// <summary>The group of the key exchange, by the library's name; empty without one.</summary>
    public string Group { get; init; } = "";

    /// <summary>The algorithm of the peer's signature, by the library's name; empty without one.</summary>
    public string PeerSignatureAlgorithm { get; init; } = "";

    /// <summary>On a client, the server asked for a certificate.</summary>
    public bool CertificateRequested { get; init; }

    /// <summary>On a client: the server does not support secure renegotiation (RFC 5746), and was let in all the same.</summary>
    public bool LacksSecureRenegotiation { get; init; }

    /// <summary>The size of the finite field of the key exchange, in bits, where <see cref="EphemeralServerKey"/> does not have it; 0 when
    /// it is not known.</summary>
    public int FiniteFieldBits { get; init; }

    /// <summary>On a client, the authorities that the server named when it asked for a certificate; empty when it named none or did not
    /// ask.</summary>
    public IReadOnlyList<string> CertificateAuthorities { get; init; } = [];

    /// <summary>The name that the client asked for (SNI); empty when it asked for none.</summary>
    public string RequestedServerName { get; init; } = "";
}
