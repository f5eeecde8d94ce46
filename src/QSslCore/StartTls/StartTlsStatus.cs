namespace QSslCore;

/// <summary>The state of the dialogue of a <see cref="StartTlsProtocol"/>.</summary>
public enum StartTlsStatus
{
    /// <summary>The dialogue needs more data from the peer.</summary>
    NeedsInput,

    /// <summary>The peer waits for the TLS handshake.</summary>
    Ready,

    /// <summary>The peer does not support TLS, or does not offer it.</summary>
    NotOffered,

    /// <summary>The peer offers TLS but refuses it, at this time or for this client.</summary>
    Refused,

    /// <summary>The peer does not speak this protocol.</summary>
    Unintelligible,

    /// <summary>Plain text followed the agreement to start TLS, or an answer came before its question. An attacker may have inserted
    /// it.</summary>
    Injected,

    /// <summary>The peer closed the connection during the dialogue.</summary>
    Truncated,
}
