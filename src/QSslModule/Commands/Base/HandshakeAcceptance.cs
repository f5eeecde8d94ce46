using QSslCore;

namespace QSslModule;

/// <summary>
/// What the parameters of a cmdlet accept of the peer in one handshake, as handlers of the socket. They are subscribed before the
/// connection starts: with the first subscriber the event loop carries the handshake on, and later ones would miss the verdict. They
/// serve one connection only: a socket that connects again, to another host perhaps, inherits neither keys nor accepted errors.
/// </summary>
internal sealed class HandshakeAcceptance(QSslSocket socket, PreSharedKeys? keys, Func<QSslError, bool>? isAccepted, string? words)
{
    /// <summary>The connection that is served; null until it is known.</summary>
    private volatile object? _connection;

    /// <summary>Subscribes. A socket that is already connected is served until this connection ends.</summary>
    public HandshakeAcceptance Begin()
    {
        if (socket.State == SocketState.ConnectedState)
            BindToConnection();
        if (keys is not null)
        {
            socket.PreSharedKeyAuthenticationRequired += Answer;
            socket.SslErrors += AcceptWithoutCertificate;
        }
        if (isAccepted is not null)
            socket.SslErrors += Accept;
        return this;
    }

    /// <summary>Limits the handlers to the connection that has just been started.</summary>
    public void BindToConnection() => _connection = socket.Connection;

    /// <summary>Unsubscribes. A second call does nothing.</summary>
    public void End()
    {
        socket.PreSharedKeyAuthenticationRequired -= Answer;
        socket.SslErrors -= AcceptWithoutCertificate;
        socket.SslErrors -= Accept;
    }

    private void Answer(object? sender, PreSharedKeyAuthenticationRequiredEventArgs e)
    {
        if (IsServed())
            keys!.Answer(sender, e);
    }

    private void AcceptWithoutCertificate(object? sender, SslErrorsEventArgs e)
    {
        if (IsServed())
            PreSharedKeys.AcceptMissingCertificate(socket, e.Errors);
    }

    private void Accept(object? sender, SslErrorsEventArgs e)
    {
        if (!IsServed() || !e.Errors.All(isAccepted!))
            return;
        socket.IgnoreSslErrors();
        if (words is not null)
            socket.Narrate(words);
    }

    private bool IsServed()
    {
        object? served = _connection;
        if (served is null || ReferenceEquals(served, socket.Connection))
            return true;
        End();
        return false;
    }
}
