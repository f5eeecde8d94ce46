namespace QSslCore.Tests.Support;

/// <summary>Qt's example of a TLS server. The event loop drives its connections.</summary>
/// <param name="configuration">The configuration of the connections.</param>
internal sealed class StormTcpServer(QSslConfiguration configuration) : QTcpServer
{
    private int _left;

    public int HandshakesLeft => Volatile.Read(ref _left);

    protected override void IncomingConnection(nint socketDescriptor)
    {
        QSslSocket socket = new() { SslConfiguration = configuration };
        if (!socket.SetSocketDescriptor(socketDescriptor))
            throw new IOException(socket.ErrorString);
        int ended = 0;
        Interlocked.Increment(ref _left);
        socket.Disconnected += (_, _) =>
        {
            End();
            socket.Dispose();
        };
        socket.Encrypted += (_, _) =>
        {
            End();
            AddPendingConnection(socket);
        };
        // From its first event on, the event loop drives the connection. It may already have ended.
        if (socket.State == SocketState.ConnectedState)
            socket.StartServerEncryption();

        void End()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0)
                Interlocked.Decrement(ref _left);
        }
    }
}
