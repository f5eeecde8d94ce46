namespace QSslCore.Tls;

/// <summary>How far an engine came with what was asked of it.</summary>
internal enum TlsEngineStatus
{
    /// <summary>Done: the handshake is complete, bytes were moved, close_notify is out.</summary>
    Complete,

    /// <summary>The transport has no ciphertext now; ask again when it is readable.</summary>
    WantRead,

    /// <summary>The transport takes no ciphertext now; ask again when it is writable.</summary>
    WantWrite,

    /// <summary>
    /// The peer's certificates are known and nothing secret has been sent: <see cref="TlsEngine.Accept"/> or
    /// <see cref="TlsEngine.Reject"/>, then go on with the handshake.
    /// </summary>
    NeedsVerdict,

    /// <summary>The peer's close_notify arrived: all its data has been delivered.</summary>
    Closed,

    /// <summary>The transport ended without a close_notify: what was delivered may be truncated.</summary>
    Truncated,

    /// <summary><see cref="TlsEngine.Failure"/> says why; the engine is of no further use but to flush an alert.</summary>
    Failed,
}
