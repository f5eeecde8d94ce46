using System.Net;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Server;

/// <summary>What a server tells of its clients' handshakes, and what can be answered there.</summary>
public sealed class ServerSignalTests
{
    [Fact]
    public void Errors_of_a_clients_certificate_are_told_and_can_be_accepted()
    {
        using QSslServer server = Listen(c => (c.PeerVerifyMode, c.CaCertificates) = (PeerVerifyMode.VerifyPeer,
            [TestPki.Root.Certificate]));
        List<string> seen = [];
        server.StartedEncryptionHandshake += (_, e) => seen.Add($"started {e.Socket.Mode}");
        server.PeerVerifyError += (_, e) => seen.Add($"peerVerifyError {e.Error.Error}");
        server.SslErrors += (_, e) =>
        {
            seen.Add($"sslErrors {string.Join(' ', e.Errors.Select(x => x.Error))}");
            e.Socket.IgnoreSslErrors();
        };
        using QSslSocket client = Connect(server, TestPki.UnknownClient);
        Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
        Assert.True(server.WaitForNewConnection(10_000), server.ErrorString);
        using QTcpSocket accepted = server.NextPendingConnection()!;
        Assert.Equal("started SslServerMode", seen[0]);
        Assert.Equal("peerVerifyError UnableToGetLocalIssuerCertificate", seen[1]);
        Assert.StartsWith("sslErrors UnableToGetLocalIssuerCertificate", seen[^1], StringComparison.Ordinal);
    }

    /// <summary>Qt's documentation: the signal tells that the client initiates the handshake, which silence and plain text do
    /// not.</summary>
    [Fact]
    public void A_handshake_has_started_when_the_client_starts_it()
    {
        using QSslServer server = Listen();
        int started = 0;
        using ManualResetEventSlim told = new();
        List<QSocketError> failed = [];
        server.StartedEncryptionHandshake += (_, e) =>
        {
            Interlocked.Increment(ref started);
            Assert.Equal(SslMode.SslServerMode, e.Socket.Mode);
        };
        server.ErrorOccurred += (_, e) =>
        {
            failed.Add(e.SocketError);
            told.Set();
        };
        using QTcpSocket silent = new(), plain = new();
        silent.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.True(silent.WaitForConnected(5000));
        plain.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.True(plain.WaitForConnected(5000));
        plain.Write("GET / HTTP/1.0\r\n\r\n");
        Assert.True(plain.WaitForDisconnected(10_000) && told.Wait(5000));
        Assert.Equal([QSocketError.SslHandshakeFailedError], failed);
        Assert.Equal(0, started);
        using QSslSocket client = Connect(server, TestPki.Client);
        Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
        Assert.Equal(1, started);
    }

    [Fact]
    public void Nobodys_answer_is_a_refusal_with_an_alert()
    {
        using QSslServer server = Listen(c => (c.PeerVerifyMode, c.CaCertificates) = (PeerVerifyMode.VerifyPeer,
            [TestPki.Root.Certificate]));
        List<string> alerts = [];
        using ManualResetEventSlim failed = new();
        server.AlertSent += (_, e) => alerts.Add($"{e.Level} {e.Type} {e.Description}");
        server.ErrorOccurred += (_, e) =>
        {
            Assert.Equal(QSocketError.SslHandshakeFailedError, e.SocketError);
            failed.Set();
        };
        using QSslSocket client = Connect(server, TestPki.UnknownClient);
        client.Encrypted += (_, _) => { };
        Assert.True(failed.Wait(10_000));
        Assert.Equal("Fatal UnknownCa unknown CA", Assert.Single(alerts));
    }

    [Fact]
    public void A_clients_alert_is_told()
    {
        using QSslServer server = Listen();
        using ManualResetEventSlim told = new();
        server.AlertReceived += (_, e) =>
        {
            if (e.Type == AlertType.UnknownCa)
                told.Set();
        };
        using QSslSocket client = new();
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        Assert.False(client.WaitForEncrypted(10_000));
        Assert.True(told.Wait(10_000));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_interruption_is_told_and_answered(bool answer)
    {
        using QSslServer server = Listen(c =>
        {
            (c.PeerVerifyMode, c.CaCertificates) = (PeerVerifyMode.QueryPeer, [TestPki.Root.Certificate]);
            c.HandshakeMustInterruptOnError = true;
        });
        int told = 0;
        server.HandshakeInterruptedOnError += (_, e) =>
        {
            told++;
            if (answer)
                e.Socket.ContinueInterruptedHandshake();
        };
        using ManualResetEventSlim failed = new();
        server.ErrorOccurred += (_, _) => failed.Set();
        using QSslSocket client = Connect(server, TestPki.UnknownClient);
        client.Encrypted += (_, _) => { };
        if (answer)
            Assert.True(server.WaitForNewConnection(10_000));
        else
            Assert.True(failed.Wait(10_000));
        Assert.True(told > 0);
    }

    /// <summary>Who listens changes nothing of what the client hears.</summary>
    [Theory]
    [MemberData(nameof(Listening))]
    public void A_listener_changes_nothing_on_the_wire(string backend, string listener, bool interrupts, SslProtocol protocol)
    {
        using QSslServer server = Listen(c =>
        {
            (c.Backend, c.PeerVerifyMode, c.CaCertificates) = (backend, PeerVerifyMode.VerifyPeer, [TestPki.Root.Certificate]);
            (c.HandshakeMustInterruptOnError, c.Protocol) = (interrupts, protocol);
        });
        int told = 0;
        if (listener == nameof(server.SslErrors))
            server.SslErrors += (_, _) => told++;
        if (listener == nameof(server.PeerVerifyError))
            server.PeerVerifyError += (_, _) => told++;
        if (listener == nameof(server.HandshakeInterruptedOnError))
            server.HandshakeInterruptedOnError += (_, _) => told++;
        using ManualResetEventSlim failed = new();
        string text = "";
        int port = 0;
        server.ErrorOccurred += (_, e) =>
        {
            Assert.NotEqual(0, e.Socket.PeerPort);
            Assert.Equal(IPAddress.Loopback, e.Socket.PeerAddress);
            (text, port) = (e.ErrorString, e.Socket.PeerPort);
            failed.Set();
        };
        using QSslSocket client = Connect(server, TestPki.UnknownClient);
        List<AlertType> alerts = [];
        client.AlertReceived += (_, e) => alerts.Add(e.Type);
        bool encrypted = client.WaitForEncrypted(10_000);
        Assert.True(client.State == SocketState.UnconnectedState || client.WaitForDisconnected(10_000));
        Assert.True(failed.Wait(10_000));
        Assert.Equal(AlertType.UnknownCa, Assert.Single(alerts));
        Assert.Contains($"127.0.0.1:{port}", text, StringComparison.Ordinal);
        Assert.False(encrypted && protocol == SslProtocol.TlsV1_2, "the client finished its handshake");
        bool isHeard = listener == nameof(server.HandshakeInterruptedOnError) ? interrupts : listener.Length > 0 && !interrupts;
        Assert.Equal(isHeard, told > 0);
    }

    public static TheoryData<string, string, bool, SslProtocol> Listening => new MatrixTheoryData<string, string, bool, SslProtocol>(
        BackendPairs.With(SupportedFeature.Alerts),
            ["", nameof(QSslServer.SslErrors), nameof(QSslServer.PeerVerifyError), nameof(QSslServer.HandshakeInterruptedOnError)],
        [false, true], BackendPairs.Versions);

    [Theory]
    [MemberData(nameof(BackendPairs.Alone), MemberType = typeof(BackendPairs))]
    public void A_server_without_certificate_and_key_says_so_at_once(string backend, SslProtocol protocol)
    {
        using QSslServer server = new();
        QSslConfiguration configuration = server.SslConfiguration;
        configuration.Backend = backend;
        server.SslConfiguration = configuration;
        List<string> told = [];
        server.ErrorOccurred += (_, e) => told.Add(e.ErrorString);
        Assert.True(server.Listen(IPAddress.Loopback));
        using QSslSocket client = new();
        client.Protocol = protocol;
        List<AlertType> alerts = [];
        client.AlertReceived += (_, e) => alerts.Add(e.Type);
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort);
        Assert.False(client.WaitForEncrypted(30_000));
        Assert.NotEqual(QSocketError.SocketTimeoutError, client.Error);
        Assert.Equal(AlertType.HandshakeFailure, Assert.Single(alerts));
        Assert.True(SpinWait.SpinUntil(() => told.Count == 1, 10_000));
        Assert.Contains("certificate", told[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_without_a_certificate_serves_those_who_know_the_key()
    {
        using QSslServer server = new();
        server.PreSharedKeyAuthenticationRequired += (_, e) =>
        {
            if (e.Authenticator.Identity is [7])
                e.Authenticator.PreSharedKey = [1, 2, 3, 4, 5, 6, 7, 8];
        };
        Assert.True(server.Listen(IPAddress.Loopback));
        foreach (byte identity in new byte[] { 7, 8 })
        {
            using QSslSocket client = new();
            client.PreSharedKeyAuthenticationRequired += (_, e) =>
                (e.Authenticator.Identity, e.Authenticator.PreSharedKey) = ([identity], [1, 2, 3, 4, 5, 6, 7, 8]);
            client.SslErrors += (_, _) => client.IgnoreSslErrors();
            client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort);
            Assert.Equal(identity == 7, client.WaitForEncrypted(10_000));
        }
    }

    [Fact]
    public void A_listening_socket_can_be_adopted_and_nothing_else()
    {
        using System.Net.Sockets.Socket listening = new(System.Net.Sockets.AddressFamily.InterNetwork,
            System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using QTcpServer server = new();
        Assert.False(server.SetSocketDescriptor(-1));
        Assert.False(server.SetSocketDescriptor(SystemSockets.Copy(listening.Handle)));
        Assert.Equal(-1, server.SocketDescriptor);
        listening.Listen();
        Assert.True(server.SetSocketDescriptor(SystemSockets.Copy(listening.Handle)), server.ErrorString);
        Assert.Equal(((IPEndPoint)listening.LocalEndPoint!).Port, server.ServerPort);
        Assert.NotEqual(-1, server.SocketDescriptor);
        using QTcpSocket client = new();
        client.ConnectToHost("127.0.0.1", server.ServerPort);
        Assert.True(client.WaitForConnected(5000));
        Assert.True(server.WaitForNewConnection(5000));
    }

    [Fact]
    public void A_server_does_not_listen_through_a_proxy()
    {
        using QTcpServer server = new() { Proxy = new(ProxyType.Socks5Proxy, "127.0.0.1", 1080) };
        Assert.False(server.Listen(IPAddress.Loopback));
        Assert.Equal(QSocketError.UnsupportedSocketOperationError, server.ServerError);
        Assert.Equal(ProxyType.Socks5Proxy, server.Proxy.Type);
    }

    private static QSslServer Listen(Action<QSslConfiguration>? configure = null)
    {
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        (configuration.LocalCertificateChain, configuration.PrivateKey) = (TestPki.Server.Chain, TestPki.Server.Key);
        configure?.Invoke(configuration);
        QSslServer server = new() { SslConfiguration = configuration };
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        server.AcceptInBackground();
        return server;
    }

    private static QSslSocket Connect(QSslServer server, TestIdentity identity)
    {
        QSslSocket client = new();
        QSslConfiguration configuration = client.SslConfiguration;
        configuration.CaCertificates = [TestPki.Root.Certificate];
        (configuration.LocalCertificateChain, configuration.PrivateKey) = (identity.Chain, identity.Key);
        client.SslConfiguration = configuration;
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        return client;
    }
}
