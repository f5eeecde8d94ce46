using QSslCore;

namespace QSslSnippets;

/// <summary>The usual way: listen to Encrypted, connect, and go on when the connection is ready.</summary>
internal static class ReadyHandler
{
    /// <summary>Starts the connection and returns at once; <paramref name="ready"/> is called by the event loop.</summary>
    public static QSslSocket Connect(string hostName, int port, Action<QSslSocket> ready)
    {
        QSslSocket socket = new();
        socket.Encrypted += (_, _) => ready(socket);
        socket.ConnectToHostEncrypted(hostName, port);
        return socket;
    }
}
