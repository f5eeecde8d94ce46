namespace QSslCore;

/// <summary>When a socket stops and waits for <see cref="QAbstractSocket.Resume"/>; Qt's numbers.</summary>
[Flags]
[QtMember("QAbstractSocket::PauseMode")]
public enum PauseModes
{
    /// <summary>Never: a peer with unaccepted errors is dropped at once.</summary>
    PauseNever = 0,

    /// <summary>When the peer's identity is not accepted: the handshake waits for a decision.</summary>
    PauseOnSslErrors = 1,
}
