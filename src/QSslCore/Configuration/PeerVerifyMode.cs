namespace QSslCore;

/// <summary>Whether the peer must present a certificate, and what happens if the certificate is not valid.</summary>
[QtMember("QSslSocket::PeerVerifyMode")]
public enum PeerVerifyMode
{
    /// <summary>The peer is not asked for a certificate, and its chain is not verified.</summary>
    VerifyNone = 0,

    /// <summary>The peer is asked for a certificate; problems are reported and end nothing.</summary>
    QueryPeer = 1,

    /// <summary>The peer needs a valid certificate; a problem that is not ignored ends the connection.</summary>
    VerifyPeer = 2,

    /// <summary>The default: <see cref="VerifyPeer"/> on a client, <see cref="QueryPeer"/> on a server.</summary>
    AutoVerifyPeer = 3,
}
