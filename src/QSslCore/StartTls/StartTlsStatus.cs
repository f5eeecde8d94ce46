namespace QSslCore;

/// <summary>How far the dialogue of a <see cref="StartTlsProtocol"/> has come.</summary>
public enum StartTlsStatus
{
    /// <summary>The peer has to say more.</summary>
    NeedsInput,

    /// <summary>The peer waits for the TLS handshake.</summary>
    Ready,

    /// <summary>The peer cannot do TLS, or does not offer it.</summary>
    NotOffered,

    /// <summary>The peer offers TLS and refuses it, now or for this client.</summary>
    Refused,

    /// <summary>The peer does not speak this protocol.</summary>
    Unintelligible,

    /// <summary>Plain bytes came along with the go-ahead, or an answer before its question: an attacker may have put them there.</summary>
    Injected,

    /// <summary>The peer closed the connection in the middle.</summary>
    Truncated,
}
