namespace QSslCore.Tls;

/// <summary>The negotiated facts of a handshake beside protocol and cipher suite. A backend leaves what it does not know at its default.
/// Immutable and thread-safe.</summary>
public sealed record TlsFacts
{
    /// <summary>Nothing is known.</summary>
    public static TlsFacts None { get; } = new();

    /// <summary>Whether the session was resumed. The peer then sent no certificate on this connection.</summary>
    public bool IsResumed { get; init; }

    /// <summary>Whether a pre-shared key authenticated the peer.</summary>
    public bool UsedPreSharedKey { get; init; }

    /// <summary>For a client, the server's ephemeral key; a null key if there is none. It is created on demand, because encoding it costs
    /// as much as half of a handshake.</summary>
    public Lazy<QSslKey> EphemeralServerKey { get; init; } = new(QSslKey.Null);

    /// <summary>The group of the key exchange, by the library's name; empty if there is none.</summary>
    public string Group { get; init; } = "";

    /// <summary>The algorithm of the peer's signature, by the library's name; empty if there is none.</summary>
    public string PeerSignatureAlgorithm { get; init; } = "";

    /// <summary>For a client, whether the server asked for a certificate.</summary>
    public bool CertificateRequested { get; init; }

    /// <summary>For a client: the server does not support secure renegotiation (RFC 5746) and was accepted nevertheless.</summary>
    public bool LacksSecureRenegotiation { get; init; }

    /// <summary>For a client, the size of the finite field of the key exchange in bits; 0 if there is none or the size is not
    /// known.</summary>
    public int FiniteFieldBits { get; init; }

    /// <summary>For a client, the authorities that the server named when it asked for a certificate; empty if it named none or did not
    /// ask.</summary>
    public IReadOnlyList<string> CertificateAuthorities { get; init; } = [];

    /// <summary>The name that the client requested (SNI); empty if it requested none.</summary>
    public string RequestedServerName { get; init; } = "";
}
