namespace QSslCore.StartTls;

/// <summary>How far a dialogue has come.</summary>
internal enum StartTlsStatus
{
    /// <summary>The peer has to say more.</summary>
    NeedsInput,

    /// <summary>The peer waits for the TLS handshake.</summary>
    Ready,

    /// <summary>The peer cannot do it, or does not offer it.</summary>
    NotOffered,

    /// <summary>The peer could do it and will not, now or for this client.</summary>
    Refused,

    /// <summary>The peer does not speak this protocol.</summary>
    Unintelligible,

    /// <summary>Plain bytes came along with the go-ahead: somebody on the way may have put them there.</summary>
    Injected,

    /// <summary>The peer hung up in the middle.</summary>
    Truncated,
}
