using QSslCore;

namespace QSslDemo;

/// <summary>Secures each incoming connection and sends back every line it reads.</summary>
internal sealed class EchoServer : QTcpServer
{
    private readonly QSslConfiguration _identity;

    public EchoServer(QSslConfiguration identity)
    {
        _identity = identity;
        // A subscriber is what makes the event loop accept; without one nothing moves until somebody waits.
        NewConnection += (_, _) => Serve(NextPendingConnection());
    }

    protected override void IncomingConnection(nint socketDescriptor)
    {
        QSslSocket socket = new() { SslConfiguration = _identity };
        if (!socket.SetSocketDescriptor(socketDescriptor))
        {
            socket.Dispose();
            return;
        }
        AddPendingConnection(socket);
        socket.StartServerEncryption();
    }

    private static void Serve(QTcpSocket? socket)
    {
        if (socket is null)
            return;
        socket.ReadyRead += (_, _) =>
        {
            while (socket.CanReadLine)
                socket.Write(socket.ReadLine());
        };
        socket.Disconnected += (_, _) => socket.Dispose();
    }
}
