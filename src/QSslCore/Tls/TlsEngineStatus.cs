namespace QSslCore.Tls;

/// <summary>The progress of an engine after a call.</summary>
public enum TlsEngineStatus
{
    /// <summary>The call is complete: the handshake is complete, bytes were moved, or the close_notify was sent.</summary>
    Complete,

    /// <summary>The transport has no ciphertext now. Call again when it is readable.</summary>
    WantRead,

    /// <summary>The transport takes no ciphertext now. Call again when it is writable.</summary>
    WantWrite,

    /// <summary>
    /// The peer's certificates are known, and nothing secret has been sent. The caller gives its verdict (<see cref="TlsEngine.Accept"/>
    /// or <see cref="TlsEngine.Reject"/>) to continue the handshake. Only <see cref="TlsEngine.Ask"/> returns this value.
    /// </summary>
    NeedsVerdict,

    /// <summary>The peer's close_notify was received. All its data has been delivered.</summary>
    Closed,

    /// <summary>The transport ended without a close_notify. The delivered data may be truncated.</summary>
    Truncated,

    /// <summary>The engine has failed; <see cref="TlsEngine.Failure"/> says why. It can only flush an alert.</summary>
    Failed,
}
