using QSslCore;

namespace QSslSnippets;

/// <summary>A server of the plain kind that secures each connection as it comes in. QSslServer does this, and more, by itself.</summary>
internal sealed class SecureServer(QSslConfiguration configuration, Action<QSslSocket> ready) : QTcpServer
{
    protected override void IncomingConnection(nint socketDescriptor)
    {
        QSslSocket socket = new() { SslConfiguration = configuration };
        if (!socket.SetSocketDescriptor(socketDescriptor))
        {
            socket.Dispose();
            return;
        }
        AddPendingConnection(socket);
        socket.Encrypted += (_, _) => ready(socket);
        socket.StartServerEncryption();
    }
}
