using QSslCore.Sockets;

namespace QSslCore;

/// <content>What a server makes of that which a client has shown: in TLS 1.3 it says so only behind the handshake.</content>
public partial class QSslSocket
{
    /// <summary>
    /// Tells the peer that this side has no more to say (close_notify), and goes on listening: a server that waits for a request has to
    /// deal with what it was shown, and answers. The sending side of the TCP connection stays open, because proxies and
    /// forwarders on the way take its end for that of the whole connection. Any thread; nothing when there is no encrypted connection.
    /// </summary>
    internal void EndOutput() => Strand.Execute(
        () =>
        {
            if (_phase == HandshakePhase.Established && State == SocketState.ConnectedState)
                _ = SayFarewell();
        },
        advance: true);

    /// <summary>The server has said something behind the handshake that is no alert.</summary>
    private bool HasHeardPeer => _facts.SessionsReceived > 0 || BytesAvailable > 0 || _phase == HandshakePhase.PeerFinished
        || _channel is { HasEngine: true, Engine.PeerHasGoneOn: true };
}
