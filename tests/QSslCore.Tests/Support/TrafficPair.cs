using System.Net;

namespace QSslCore.Tests.Support;

/// <summary>Two encrypted sockets on loopback with traffic between them. Long runs use it without a test framework.</summary>
internal sealed class TrafficPair : IDisposable
{
    private TrafficPair(QSslSocket client, QSslSocket server)
    {
        Client = client;
        Server = server;
    }

    public QSslSocket Client { get; }

    public QSslSocket Server { get; }

    /// <param name="readBufferSize">The read buffers' limit in bytes; 0 is none.</param>
    /// <param name="backend">The TLS library of both; empty for the default.</param>
    public static TrafficPair Connect(long readBufferSize = 0, string backend = "")
    {
        QSslConfiguration ofServer = ServerConfiguration(), ofClient = ClientConfiguration();
        ofServer.Backend = ofClient.Backend = backend;
        using QSslServer server = new() { SslConfiguration = ofServer };
        using SemaphoreSlim accepted = new(0);
        QSslSocket? peer = null;
        server.PendingConnectionAvailable += (_, _) =>
        {
            peer = (QSslSocket)server.NextPendingConnection()!;
            accepted.Release();
        };
        if (!server.Listen(IPAddress.Loopback))
            throw new IOException(server.ErrorString);
        QSslSocket client = new() { SslConfiguration = ofClient, ReadBufferSize = readBufferSize };
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        if (!client.WaitForEncrypted(30_000) || !accepted.Wait(30_000))
            throw new IOException($"No connection: {client.ErrorString}");
        peer!.ReadBufferSize = readBufferSize;
        return new(client, peer);
    }

    public static QSslConfiguration ServerConfiguration()
    {
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        configuration.LocalCertificateChain = TestPki.Server.Chain;
        configuration.PrivateKey = TestPki.Server.Key;
        return configuration;
    }

    public static QSslConfiguration ClientConfiguration()
    {
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        configuration.CaCertificates = [TestPki.Root.Certificate];
        return configuration;
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
