namespace QSslCore.Sockets;

/// <summary>Why a handshake failed, for those who advise on it.</summary>
internal enum HandshakeFault
{
    /// <summary>It did not fail, or for a reason that the socket's error tells.</summary>
    None,

    /// <summary>The peer's identity was not accepted.</summary>
    PeerRejected,

    /// <summary>What the peer sent is not TLS.</summary>
    PeerNotTls,

    /// <summary>The peer ended the connection in the middle.</summary>
    Truncated,

    /// <summary>The peer sent a fatal alert.</summary>
    RefusedByPeer,

    /// <summary>The peer sent a fatal alert after it had asked for a client certificate and got none.</summary>
    CertificateMissed,

    /// <summary>The key does not belong to the certificate.</summary>
    KeyMismatch,

    /// <summary>The peer of a renegotiation is not the accepted one.</summary>
    PeerChanged,

    /// <summary>The configuration cannot be used in another way.</summary>
    Setup,
}
