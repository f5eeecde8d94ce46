using System.Net.Sockets;

namespace QSslCore.Tls;

/// <summary>Why an engine failed, in words for a reader. <see cref="TlsFailures"/> has words that all backends use.</summary>
/// <param name="Reason">A sentence part, without a period: what the library or the peer said. Never a secret, and no control characters of
/// a peer.</param>
/// <param name="Alert">The fatal alert, where one was sent or received.</param>
/// <param name="AlertIsFromPeer">True when the peer sent <paramref name="Alert"/>, false when this side did.</param>
/// <param name="TransportError">The socket's error when it was not TLS that failed.</param>
/// <param name="PeerIsNotTls">True when what the peer sent is not TLS.</param>
/// <param name="CertificateMissed">True when the peer refused after it had asked for a client certificate and got none.</param>
public sealed record TlsFailure(
    string Reason, AlertType? Alert = null, bool AlertIsFromPeer = false, SocketError TransportError = SocketError.Success,
    bool PeerIsNotTls = false, bool CertificateMissed = false);
