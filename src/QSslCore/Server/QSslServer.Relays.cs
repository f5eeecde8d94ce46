using QSslCore.Sockets;

namespace QSslCore;

// Events of the clients' handshakes that the server raises.
/// <remarks>
/// Handlers run during the event, on the thread that drives the handshake, and can give an answer there (ignore errors, fill an
/// authenticator). Handlers that are bound to a thread (script blocks) run during the server's next wait, which is too late for an answer.
/// Scripts can use settings instead. A new listener receives the events of connections that are accepted afterwards.
/// </remarks>
public partial class QSslServer
{
    /// <summary>A single problem with a client's certificate, reported early.</summary>
    [QtMember("QSslServer::peerVerifyError")]
    public event EventHandler<SslServerPeerVerifyErrorEventArgs> PeerVerifyError
    {
        add => _signals.PeerVerifyError.Add(value);
        remove => _signals.PeerVerifyError.Remove(value);
    }

    /// <summary>A client's handshake needs a pre-shared key. See <see cref="QSslSocket.PreSharedKeyAuthenticationRequired"/>. While the
    /// event has a listener, clients can use a pre-shared key, and the server needs no certificate.</summary>
    [QtMember("QSslServer::preSharedKeyAuthenticationRequired")]
    public event EventHandler<SslServerPreSharedKeyEventArgs> PreSharedKeyAuthenticationRequired
    {
        add => _signals.PreSharedKeyAuthenticationRequired.Add(value);
        remove => _signals.PreSharedKeyAuthenticationRequired.Remove(value);
    }

    /// <summary>The server sent an alert to a client during its handshake.</summary>
    [QtMember("QSslServer::alertSent")]
    public event EventHandler<SslServerAlertEventArgs> AlertSent
    {
        add => _signals.AlertSent.Add(value);
        remove => _signals.AlertSent.Remove(value);
    }

    /// <summary>A client sent an alert during its handshake.</summary>
    [QtMember("QSslServer::alertReceived")]
    public event EventHandler<SslServerAlertEventArgs> AlertReceived
    {
        add => _signals.AlertReceived.Add(value);
        remove => _signals.AlertReceived.Remove(value);
    }

    /// <summary>A problem with a client's chain interrupts its handshake. See
    /// <see cref="QSslSocket.HandshakeInterruptedOnError"/>.</summary>
    [QtMember("QSslServer::handshakeInterruptedOnError")]
    public event EventHandler<SslServerHandshakeInterruptedEventArgs> HandshakeInterruptedOnError
    {
        add => _signals.HandshakeInterruptedOnError.Add(value);
        remove => _signals.HandshakeInterruptedOnError.Remove(value);
    }

    /// <summary>A client starts its handshake. Its first bytes have arrived and are TLS.</summary>
    [QtMember("QSslServer::startedEncryptionHandshake")]
    public event EventHandler<SslServerSocketEventArgs> StartedEncryptionHandshake
    {
        add => _signals.StartedEncryptionHandshake.Add(value);
        remove => _signals.StartedEncryptionHandshake.Remove(value);
    }

    /// <summary>Subscribes to the events of a client's socket that the server has listeners for, during its handshake.</summary>
    internal Action Relay(QSslSocket socket)
    {
        Action end = () => { };
        if (_signals.SslErrors.HasSubscribers)
        {
            EventHandler<SslErrorsEventArgs> handler = (_, e) => Tell(_signals.SslErrors, new(socket, e.Errors));
            socket.SslErrors += handler;
            end += () => socket.SslErrors -= handler;
        }
        if (_signals.PeerVerifyError.HasSubscribers)
        {
            EventHandler<PeerVerifyErrorEventArgs> handler = (_, e) => Tell(_signals.PeerVerifyError, new(socket, e.Error));
            socket.PeerVerifyError += handler;
            end += () => socket.PeerVerifyError -= handler;
        }
        if (_signals.PreSharedKeyAuthenticationRequired.HasSubscribers)
        {
            EventHandler<PreSharedKeyAuthenticationRequiredEventArgs> handler = (_, e) =>
                Tell(_signals.PreSharedKeyAuthenticationRequired, new(socket, e.Authenticator));
            socket.PreSharedKeyAuthenticationRequired += handler;
            end += () => socket.PreSharedKeyAuthenticationRequired -= handler;
        }
        if (_signals.AlertSent.HasSubscribers)
        {
            EventHandler<AlertEventArgs> handler = (_, e) => Tell(_signals.AlertSent, new(socket, e.Level, e.Type, e.Description));
            socket.AlertSent += handler;
            end += () => socket.AlertSent -= handler;
        }
        if (_signals.AlertReceived.HasSubscribers)
        {
            EventHandler<AlertEventArgs> handler = (_, e) => Tell(_signals.AlertReceived, new(socket, e.Level, e.Type, e.Description));
            socket.AlertReceived += handler;
            end += () => socket.AlertReceived -= handler;
        }
        if (_signals.HandshakeInterruptedOnError.HasSubscribers)
        {
            EventHandler<HandshakeInterruptedOnErrorEventArgs> handler = (_, e) =>
                Tell(_signals.HandshakeInterruptedOnError, new(socket, e.Error));
            socket.HandshakeInterruptedOnError += handler;
            end += () => socket.HandshakeInterruptedOnError -= handler;
        }
        return end;
    }

    private void Tell<TArgs>(Signal<TArgs> signal, TArgs args)
        where TArgs : SignalEventArgs
    {
        if (signal.CanBeRaisedHere)
            RaiseNow(signal, args);
        else
            RunAsOwner(() => RaiseSignal(signal, args));
    }
}
