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
    private readonly Signal<SslServerPeerVerifyErrorEventArgs> _peerVerifyError;
    private readonly Signal<SslServerPreSharedKeyEventArgs> _preSharedKeyAuthenticationRequired;
    private readonly Signal<SslServerAlertEventArgs> _alertSent;
    private readonly Signal<SslServerAlertEventArgs> _alertReceived;
    private readonly Signal<SslServerHandshakeInterruptedEventArgs> _handshakeInterruptedOnError;
    private readonly Signal<SslServerSocketEventArgs> _startedEncryptionHandshake;

    /// <summary>A single problem with a client's certificate, reported early.</summary>
    [QtMember("QSslServer::peerVerifyError")]
    public event EventHandler<SslServerPeerVerifyErrorEventArgs> PeerVerifyError
    {
        add => _peerVerifyError.Add(value);
        remove => _peerVerifyError.Remove(value);
    }

    /// <summary>A client's handshake needs a pre-shared key. See <see cref="QSslSocket.PreSharedKeyAuthenticationRequired"/>. While the
    /// event has a listener, clients can use a pre-shared key, and the server needs no certificate.</summary>
    [QtMember("QSslServer::preSharedKeyAuthenticationRequired")]
    public event EventHandler<SslServerPreSharedKeyEventArgs> PreSharedKeyAuthenticationRequired
    {
        add => _preSharedKeyAuthenticationRequired.Add(value);
        remove => _preSharedKeyAuthenticationRequired.Remove(value);
    }

    /// <summary>The server sent an alert to a client during its handshake.</summary>
    [QtMember("QSslServer::alertSent")]
    public event EventHandler<SslServerAlertEventArgs> AlertSent
    {
        add => _alertSent.Add(value);
        remove => _alertSent.Remove(value);
    }

    /// <summary>A client sent an alert during its handshake.</summary>
    [QtMember("QSslServer::alertReceived")]
    public event EventHandler<SslServerAlertEventArgs> AlertReceived
    {
        add => _alertReceived.Add(value);
        remove => _alertReceived.Remove(value);
    }

    /// <summary>A problem with a client's chain interrupts its handshake. See
    /// <see cref="QSslSocket.HandshakeInterruptedOnError"/>.</summary>
    [QtMember("QSslServer::handshakeInterruptedOnError")]
    public event EventHandler<SslServerHandshakeInterruptedEventArgs> HandshakeInterruptedOnError
    {
        add => _handshakeInterruptedOnError.Add(value);
        remove => _handshakeInterruptedOnError.Remove(value);
    }

    /// <summary>A client starts its handshake. Its first bytes have arrived and are TLS.</summary>
    [QtMember("QSslServer::startedEncryptionHandshake")]
    public event EventHandler<SslServerSocketEventArgs> StartedEncryptionHandshake
    {
        add => _startedEncryptionHandshake.Add(value);
        remove => _startedEncryptionHandshake.Remove(value);
    }

    /// <summary>Subscribes to the events of a client's socket that the server has listeners for, during its handshake.</summary>
    internal Action Relay(QSslSocket socket)
    {
        Action end = () => { };
        if (_sslErrors.HasSubscribers)
        {
            EventHandler<SslErrorsEventArgs> handler = (_, e) => Tell(_sslErrors, new(socket, e.Errors));
            socket.SslErrors += handler;
            end += () => socket.SslErrors -= handler;
        }
        if (_peerVerifyError.HasSubscribers)
        {
            EventHandler<PeerVerifyErrorEventArgs> handler = (_, e) => Tell(_peerVerifyError, new(socket, e.Error));
            socket.PeerVerifyError += handler;
            end += () => socket.PeerVerifyError -= handler;
        }
        if (_preSharedKeyAuthenticationRequired.HasSubscribers)
        {
            EventHandler<PreSharedKeyAuthenticationRequiredEventArgs> handler = (_, e) =>
                Tell(_preSharedKeyAuthenticationRequired, new(socket, e.Authenticator));
            socket.PreSharedKeyAuthenticationRequired += handler;
            end += () => socket.PreSharedKeyAuthenticationRequired -= handler;
        }
        if (_alertSent.HasSubscribers)
        {
            EventHandler<AlertEventArgs> handler = (_, e) => Tell(_alertSent, new(socket, e.Level, e.Type, e.Description));
            socket.AlertSent += handler;
            end += () => socket.AlertSent -= handler;
        }
        if (_alertReceived.HasSubscribers)
        {
            EventHandler<AlertEventArgs> handler = (_, e) => Tell(_alertReceived, new(socket, e.Level, e.Type, e.Description));
            socket.AlertReceived += handler;
            end += () => socket.AlertReceived -= handler;
        }
        if (_handshakeInterruptedOnError.HasSubscribers)
        {
            EventHandler<HandshakeInterruptedOnErrorEventArgs> handler = (_, e) => Tell(_handshakeInterruptedOnError, new(socket, e.Error));
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
