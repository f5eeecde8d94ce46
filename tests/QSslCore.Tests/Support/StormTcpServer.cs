namespace QSslCore.Tests.Support;

/// <summary>Qt's own example of a TLS server, with connections that the event loop drives.</summary>
/// <param name="configuration">The connections' configuration.</param>
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
        // From its first event on the loop drives the connection: it may have ended before.
        if (socket.State == SocketState.ConnectedState)
            socket.StartServerEncryption();

        void End()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0)
                Interlocked.Decrement(ref _left);
        }
    }
}
