using System.Net;

namespace QSslCore.Tests.Support;

/// <summary>A connected socket and its peer, on loopback.</summary>
internal sealed class PlainPair : IDisposable
{
    public PlainPair(OpenMode mode = OpenMode.ReadWrite)
    {
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        Socket.ConnectToHost("127.0.0.1", server.ServerPort, mode);
        Assert.True(Socket.WaitForConnected(5000), Socket.ErrorString);
        Assert.True(server.WaitForNewConnection(5000));
        Peer = server.NextPendingConnection()!;
    }

    public QTcpSocket Socket { get; } = new();

    public QTcpSocket Peer { get; }

    /// <summary>Sends text from the peer and waits until it has arrived.</summary>
    public void Arrive(string text)
    {
        long wanted = Socket.BytesAvailable + text.Length;
        Peer.Write(text);
        Peer.Flush();
        while (Socket.BytesAvailable < wanted)
            Assert.True(Socket.WaitForReadyRead(5000), Socket.ErrorString);
    }

    public void Dispose()
    {
        Socket.Dispose();
        Peer.Dispose();
    }
}
