using System.Net;

namespace QSslCore.Tests.Support;

/// <summary>Qt's example of a TLS server. Each incoming connection becomes a TLS socket with the server's identity.</summary>
internal sealed class TlsServer : QTcpServer
{
    private readonly QSslConfiguration _configuration;

    public TlsServer(TestIdentity identity, Action<QSslConfiguration>? configure = null)
        : this(identity.Chain, identity.Key, configure)
    {
    }

    public TlsServer(QSslCertificate[] chain, QSslKey key, Action<QSslConfiguration>? configure = null)
    {
        _configuration = QSslConfiguration.DefaultConfiguration;
        _configuration.LocalCertificateChain = chain;
        _configuration.PrivateKey = key;
        configure?.Invoke(_configuration);
        Needs.Backend(_configuration.Backend);
        Assert.True(Listen(IPAddress.Loopback), ErrorString);
    }

    /// <summary>Waits for a client. Its handshake is started but not driven.</summary>
    public QSslSocket Accept()
    {
        Assert.True(WaitForNewConnection(10_000), "nobody connected");
        return (QSslSocket)NextPendingConnection()!;
    }

    /// <summary>Waits for a client and its handshake.</summary>
    public QSslSocket AcceptEncrypted()
    {
        QSslSocket socket = Accept();
        Assert.True(socket.WaitForEncrypted(10_000), socket.ErrorString);
        return socket;
    }

    protected override void IncomingConnection(nint socketDescriptor)
    {
        QSslSocket socket = new() { SslConfiguration = _configuration };
        Assert.True(socket.SetSocketDescriptor(socketDescriptor), socket.ErrorString);
        AddPendingConnection(socket);
        socket.StartServerEncryption();
    }
}
