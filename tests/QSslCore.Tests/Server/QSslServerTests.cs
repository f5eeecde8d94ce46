using System.Net;
using System.Text;
using QSslCore.Sockets;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Server;

/// <summary>Many good and bad clients at once; only encrypted connections are handed out.</summary>
public sealed class QSslServerTests
{
    private static QSslServer Start(Action<QSslConfiguration>? configure = null)
    {
        QSslServer server = new();
        QSslConfiguration configuration = server.SslConfiguration;
        configuration.LocalCertificateChain = TestPki.Server.Chain;
        configuration.PrivateKey = TestPki.Server.Key;
        configure?.Invoke(configuration);
        server.SslConfiguration = configuration;
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        return server;
    }

    private static QSslSocket Client()
    {
        QSslSocket client = new();
        QSslConfiguration configuration = client.SslConfiguration;
        configuration.CaCertificates = [TestPki.Root.Certificate];
        client.SslConfiguration = configuration;
        return client;
    }

    [Fact]
    public void Encrypted_connections_are_handed_out_and_bad_clients_hold_nobody_up()
    {
        using QSslServer server = Start();
        List<string> errors = [];
        server.ErrorOccurred += (_, e) =>
        {
            lock (errors)
            {
                errors.Add(e.ErrorString);
            }
        };
        using QTcpSocket silent = new();
        silent.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.True(silent.WaitForConnected(5000));
        using QTcpSocket plain = new();
        plain.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.True(plain.WaitForConnected(5000));
        plain.Write("GET / HTTP/1.0\r\n\r\n");
        plain.Flush();
        using QSslSocket client = Client();
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        client.Encrypted += (_, _) => { };
        Assert.True(server.WaitForNewConnection(10_000));
        using QSslSocket accepted = (QSslSocket)server.NextPendingConnection()!;
        Assert.True(accepted.IsEncrypted);
        Assert.True(client.WaitForEncrypted(5000));
        client.Write("hello\n");
        client.Flush();
        Assert.True(accepted.WaitForReadyRead(5000));
        Assert.Equal("hello\n", Encoding.ASCII.GetString(accepted.ReadAll()));
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                lock (errors)
                {
                    return errors.Any(e => e.Contains("GET / HTTP", StringComparison.Ordinal));
                }
            },
            5000));
    }

    [Fact]
    public void A_handshake_that_takes_too_long_is_dropped()
    {
        using QSslServer server = Start();
        server.HandshakeTimeout = 200;
        using ManualResetEventSlim told = new();
        QSocketError error = default;
        server.ErrorOccurred += (_, e) =>
        {
            error = e.SocketError;
            told.Set();
        };
        using QTcpSocket silent = new();
        silent.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.True(silent.WaitForDisconnected(10_000));
        Assert.True(told.Wait(5000));
        Assert.Equal(QSocketError.SocketTimeoutError, error);
        Assert.False(server.HasPendingConnections);
    }

    [Fact]
    public void A_connection_that_becomes_encrypted_while_the_server_closes_is_aborted()
    {
        // Once is not enough: the server's end may hear of it a moment after it has closed.
        for (int round = 0; round < 10; round++)
        {
            using ManualResetEventSlim encrypted = new();
            using ClosingServer server = new(encrypted);
            QSslConfiguration configuration = server.SslConfiguration;
            (configuration.LocalCertificateChain, configuration.PrivateKey) = (TestPki.Server.Chain, TestPki.Server.Key);
            // The client finishes after the server.
            configuration.Protocol = SslProtocol.TlsV1_2;
            server.SslConfiguration = configuration;
            Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
            using QSslSocket client = Client();
            client.Encrypted += (_, _) => encrypted.Set();
            client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
            Assert.False(server.WaitForNewConnection(20_000));
            Assert.True(encrypted.IsSet, client.ErrorString);
            Assert.True(client.WaitForDisconnected(10_000), "no handler has the connection, and it is open");
        }
    }

    /// <summary>Closes when a handshake has ended on another thread, and before it has heard of that.</summary>
    private sealed class ClosingServer(ManualResetEventSlim encrypted) : QSslServer
    {
        protected override void IncomingConnection(nint socketDescriptor)
        {
            base.IncomingConnection(socketDescriptor);
            encrypted.Wait(20_000);
            Close();
        }
    }

    [Theory]
    [InlineData(SslProtocol.TlsV1_2)]
    [InlineData(SslProtocol.TlsV1_3)]
    public void A_server_that_verifies_refuses_a_forged_client_and_one_without_a_certificate(SslProtocol protocol)
    {
        using QSslServer server = Start(c =>
        {
            c.PeerVerifyMode = PeerVerifyMode.VerifyPeer;
            c.CaCertificates = [TestPki.Root.Certificate];
        });
        Assert.Equal(SslErrorCode.NoPeerCertificate, RefusalOf(server, null, protocol));
        RefusalOf(server, TestPki.UnknownClient, protocol);
        using QSslSocket good = Client();
        good.Protocol = protocol;
        good.LocalCertificateChain = TestPki.Client.Chain;
        good.PrivateKey = TestPki.Client.Key;
        good.Encrypted += (_, _) => { };
        good.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        Assert.True(server.WaitForNewConnection(10_000));
        using QSslSocket accepted = (QSslSocket)server.NextPendingConnection()!;
        Assert.Equal(TestPki.Client.Certificate, accepted.PeerCertificate);
    }

    private static SslErrorCode RefusalOf(QSslServer server, TestIdentity? identity, SslProtocol protocol)
    {
        using ManualResetEventSlim told = new();
        IReadOnlyList<QSslError> errors = [];
        void OnErrors(object? sender, SslServerErrorEventArgs e)
        {
            errors = e.Socket.SslHandshakeErrors;
            told.Set();
        }
        server.ErrorOccurred += OnErrors;
        using QSslSocket client = Client();
        client.Protocol = protocol;
        if (identity is not null)
        {
            client.LocalCertificateChain = identity.Chain;
            client.PrivateKey = identity.Key;
        }
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        // With TLS 1.3 the client may be encrypted before the server has judged it; then it is dropped.
        client.WaitForEncrypted(5000);
        Assert.True(client.State == SocketState.UnconnectedState || client.WaitForDisconnected(5000));
        Assert.True(told.Wait(5000));
        server.ErrorOccurred -= OnErrors;
        Assert.False(server.HasPendingConnections);
        return errors[0].Error;
    }
}
