using QSslCore.Tls;

namespace QSslCore;

/// <summary>What is wrong with a peer, in Qt's two orders.</summary>
/// <param name="InEmissionOrder">As <c>peerVerifyError</c> reports it: chain, blacklist, then name or absence.</param>
/// <param name="Errors">As <c>sslErrors</c> lists it: blacklist, name or absence, then chain.</param>
internal sealed record PeerVerificationResult(IReadOnlyList<QSslError> InEmissionOrder, IReadOnlyList<QSslError> Errors);

/// <summary>Judges what a handshake told about the peer.</summary>
internal static class PeerVerification
{
    /// <summary>Whether an error that is not ignored ends the connection.</summary>
    public static bool VerifiesPeer(PeerVerifyMode mode, SslMode role) =>
        mode == PeerVerifyMode.VerifyPeer || (mode == PeerVerifyMode.AutoVerifyPeer && role == SslMode.SslClientMode);

    /// <param name="peer">What the peer has shown.</param>
    /// <param name="configuration">This side's configuration.</param>
    /// <param name="role">This side's role.</param>
    /// <param name="verifyName">The name that a server's certificate must be valid for.</param>
    public static PeerVerificationResult Evaluate(TlsPeer peer, QSslConfiguration configuration, SslMode role, string verifyName) =>
        throw new NotImplementedException();
}
