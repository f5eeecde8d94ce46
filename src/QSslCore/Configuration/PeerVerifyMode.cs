namespace QSslCore;

/// <summary>Whether the peer must present a certificate, and what happens if the certificate is not valid.</summary>
[QtMember("QSslSocket::PeerVerifyMode")]
public enum PeerVerifyMode
{
    /// <summary>The peer does not have to send a certificate, and its chain is not verified.</summary>
    VerifyNone = 0,

    /// <summary>The peer is asked for a certificate. Errors are reported, and the connection continues.</summary>
    QueryPeer = 1,

    /// <summary>The peer must have a valid certificate. An error that is not ignored ends the connection.</summary>
    VerifyPeer = 2,

    /// <summary>The default: <see cref="VerifyPeer"/> for a client, <see cref="QueryPeer"/> for a server.</summary>
    AutoVerifyPeer = 3,
}
