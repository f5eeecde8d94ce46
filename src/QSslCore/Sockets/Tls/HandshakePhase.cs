namespace QSslCore.Sockets;

/// <summary>Where a TLS socket's handshake is.</summary>
internal enum HandshakePhase
{
    /// <summary>Not started: the socket is plain.</summary>
    None,

    /// <summary>Messages are exchanged.</summary>
    Exchanging,

    /// <summary>The peer is known, and the operating system is asked for its root.</summary>
    SearchingRoot,

    /// <summary>The peer is known, and the problems of its chain are told one by one.</summary>
    Interrupted,

    /// <summary>The peer is known, its errors were raised, and the decision falls in the next step.</summary>
    Judging,

    /// <summary>Stopped until there is a decision about the peer's errors.</summary>
    Paused,

    /// <summary>Encrypted.</summary>
    Established,

    /// <summary>The peer said close_notify: it will send nothing more.</summary>
    PeerFinished,

    /// <summary>It could not be set up, or it failed.</summary>
    Failed,
}
