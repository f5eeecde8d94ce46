namespace QSslCore.Tls;

/// <summary>How far an engine came with what it was asked to do.</summary>
public enum TlsEngineStatus
{
    /// <summary>Done: the handshake is complete, bytes were moved, close_notify is out.</summary>
    Complete,

    /// <summary>The transport has no ciphertext now; ask again when it is readable.</summary>
    WantRead,

    /// <summary>The transport takes no ciphertext now; ask again when it is writable.</summary>
    WantWrite,

    /// <summary>
    /// The peer's certificates are known, and nothing secret has been sent: the caller gives its verdict (<see cref="TlsEngine.Accept"/>
    /// or <see cref="TlsEngine.Reject"/>), and the handshake continues. Only <see cref="TlsEngine.Ask"/> returns it.
    /// </summary>
    NeedsVerdict,

    /// <summary>The peer's close_notify arrived: all its data has been delivered.</summary>
    Closed,

    /// <summary>The transport ended without a close_notify: what was delivered may be truncated.</summary>
    Truncated,

    /// <summary><see cref="TlsEngine.Failure"/> says why; the engine is of no further use but to flush an alert.</summary>
    Failed,
}
