using System.Net.Sockets;

namespace QSslCore.Tls;

/// <summary>The reason of an engine's failure, in readable words. <see cref="TlsFailures"/> has the texts that all backends use.</summary>
/// <param name="Reason">A sentence part without a period: what the library or the peer reported. It contains no secret and no control
/// characters of a peer.</param>
/// <param name="Alert">The fatal alert, if one was sent or received.</param>
/// <param name="AlertIsFromPeer">True if the peer sent <paramref name="Alert"/>, false if this side did.</param>
/// <param name="TransportError">The socket's error if the transport failed and not TLS.</param>
/// <param name="PeerIsNotTls">True if the data of the peer is not TLS.</param>
/// <param name="CertificateMissed">True if the peer asked for a client certificate, received none, and then refused.</param>
public sealed record TlsFailure(
    string Reason, AlertType? Alert = null, bool AlertIsFromPeer = false, SocketError TransportError = SocketError.Success,
    bool PeerIsNotTls = false, bool CertificateMissed = false)
{
    /// <summary>True if a renegotiation ended the connection, because its peer is not the accepted one.</summary>
    internal bool PeerChanged { get; init; }
}
