namespace QSslCore.Tests.Support;

/// <summary>Two encrypted ends on loopback. Only a thread that waits drives them.</summary>
internal sealed class EncryptedPair : IDisposable
{
    /// <param name="configureClient">Changes the client's configuration, which trusts the test root.</param>
    /// <param name="configureServer">Changes the server's configuration.</param>
    /// <param name="prepare">Prepares the client before it connects.</param>
    /// <param name="name">The name that the client requests and verifies.</param>
    public EncryptedPair(
        Action<QSslConfiguration>? configureClient = null, Action<QSslConfiguration>? configureServer = null,
            Action<QSslSocket>? prepare = null,
        string name = TestPki.ServerName)
    {
        using TlsServer server = new(TestPki.Server, configureServer);
        QSslConfiguration configuration = Client.SslConfiguration;
        configuration.CaCertificates = [TestPki.Root.Certificate];
        configureClient?.Invoke(configuration);
        Needs.Backend(configuration.Backend);
        Client.SslConfiguration = configuration;
        prepare?.Invoke(Client);
        Client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, name);
        Assert.True(Client.WaitForConnected(5000), Client.ErrorString);
        Server = server.Accept();
        static void Drive(object? sender, SignalEventArgs e)
        {
        }
        // With a listener, the event loop drives the server's end in the meantime.
        Server.Encrypted += Drive;
        Assert.True(Client.WaitForEncrypted(10_000), Client.ErrorString);
        Server.Encrypted -= Drive;
        Assert.True(Server.WaitForEncrypted(10_000), Server.ErrorString);
    }

    public QSslSocket Client { get; } = new();

    public QSslSocket Server { get; }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
