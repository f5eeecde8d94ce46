using QSslCore.Sockets;

namespace QSslCore;

// How a server reacts to the client's certificate. In TLS 1.3, a server reports it only after the handshake.
public partial class QSslSocket
{
    /// <summary>
    /// Tells the peer that this side sends no more data (close_notify), and continues to receive. A server that waits for a request must
    /// then process what the client has presented, and answers. The sending side of the TCP connection stays open, because proxies and
    /// forwarders treat its end as the end of the whole connection. Any thread may call this. Without an encrypted connection, it does
    /// nothing.
    /// </summary>
    internal void EndOutput() => Strand.Execute(
        () =>
        {
            if (_phase == HandshakePhase.Established && State == SocketState.ConnectedState)
                _ = SayFarewell();
        },
        advance: true);

    /// <summary>The server has sent something after the handshake that is not an alert.</summary>
    private bool HasHeardPeer => _facts.SessionsReceived > 0 || BytesAvailable > 0 || _phase == HandshakePhase.PeerFinished
        || _channel is { HasEngine: true, Engine.PeerHasGoneOn: true };
}
