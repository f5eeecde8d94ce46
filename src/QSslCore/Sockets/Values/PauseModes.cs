namespace QSslCore;

/// <summary>The conditions for a pause until <see cref="QAbstractSocket.Resume"/> is called. The numbers are Qt's.</summary>
[Flags]
[QtMember("QAbstractSocket::PauseMode")]
public enum PauseModes
{
    /// <summary>Never: a peer with unaccepted errors is dropped at once.</summary>
    PauseNever = 0,

    /// <summary>When the peer's identity is not accepted: the handshake waits for a decision.</summary>
    PauseOnSslErrors = 1,
}
