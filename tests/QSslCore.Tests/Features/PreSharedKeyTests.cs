using System.Text;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Features;

/// <summary>Pre-shared keys, in TLS 1.2 suites and as external keys of TLS 1.3.</summary>
public sealed class PreSharedKeyTests
{
    private static readonly byte[] s_identity = "Client_1"u8.ToArray();
    private static readonly byte[] s_key = Convert.FromHexString("1A2B3C4D5E6F708192A3B4C5D6E7F80910111213141516171819202122232425");

    public static TheoryData<string> Backends => [.. BackendPairs.With(SupportedFeature.Psk)];

    public static TheoryData<string, string, SslProtocol> Joined => new MatrixTheoryData<string, string, SslProtocol>(
        BackendPairs.With(SupportedFeature.Psk), BackendPairs.With(SupportedFeature.Psk), BackendPairs.Versions);

    public static TheoryData<string, SslProtocol> Alone =>
        new MatrixTheoryData<string, SslProtocol>(BackendPairs.With(SupportedFeature.Psk), BackendPairs.Versions);

    public static TheoryData<string, string, SslProtocol, string> Forged => new MatrixTheoryData<string, string, SslProtocol, string>(
        BackendPairs.With(SupportedFeature.Psk), BackendPairs.With(SupportedFeature.Psk), BackendPairs.Versions, ["key", "nothing"]);

    /// <summary>Each question is for a handler that may have to look far for the answer, while the event loop waits.</summary>
    [Theory, MemberData(nameof(Backends))]
    public void A_server_is_not_asked_for_all_of_three_hundred_keys(string backend)
    {
        using PlainPair pair = new();
        using QSslSocket server = Client(backend, SslProtocol.TlsV1_3);
        (server.LocalCertificateChain, server.PrivateKey) = (TestPki.Server.Chain, TestPki.Server.Key);
        Assert.True(server.SetSocketDescriptor(SystemSockets.Take(pair.Peer)), server.ErrorString);
        int questions = 0;
        server.PreSharedKeyAuthenticationRequired += (_, _) => questions++;
        server.StartServerEncryption();
        pair.Socket.Write(ClientHello.WithPreSharedKeys(300));
        // It goes on with its certificate.
        Assert.True(pair.Socket.WaitForReadyRead(10_000), pair.Socket.ErrorString);
        Assert.InRange(questions, 1, 16);
    }

    [Theory, MemberData(nameof(Joined))]
    public void Two_ends_with_one_key_need_no_certificate(string clientBackend, string serverBackend, SslProtocol protocol)
    {
        QSslPreSharedKeyAuthenticator? kept = null;
        (QSslSocket client, QSslSocket server, _) = Pair(
            clientBackend, serverBackend, protocol,
            e =>
            {
                Assert.Equal(protocol == SslProtocol.TlsV1_2 ? "which?" : "", Encoding.UTF8.GetString(e.Authenticator.IdentityHint));
                Assert.True(e.Authenticator.MaximumIdentityLength > 0 && e.Authenticator.MaximumPreSharedKeyLength >= 32);
                (e.Authenticator.Identity, e.Authenticator.PreSharedKey) = (s_identity, s_key);
                kept = e.Authenticator;
            },
            e =>
            {
                Assert.Equal(s_identity, e.Authenticator.Identity);
                Assert.Equal(0, e.Authenticator.MaximumIdentityLength);
                e.Authenticator.PreSharedKey = s_key;
            },
            c => c.SslErrors += (_, e) =>
            {
                Assert.Equal(SslErrorCode.NoPeerCertificate, Assert.Single(e.Errors).Error);
                Assert.True(c.UsesPreSharedKey);
                c.IgnoreSslErrors();
            });
        using (client)
        using (server)
        {
            Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
            Assert.True(server.WaitForEncrypted(10_000), server.ErrorString);
            Assert.True(client.UsesPreSharedKey && server.UsesPreSharedKey);
            Assert.False(client.IsSessionReused || server.IsSessionReused);
            client.Write("hello");
            Assert.True(client.WaitForBytesWritten(5000));
            Assert.True(server.WaitForReadyRead(5000), server.ErrorString);
            Assert.Equal("hello"u8, server.ReadAll());
            // The answer is dead.
            Assert.Empty(kept!.PreSharedKey);
            kept.PreSharedKey = s_key;
            Assert.Empty(kept.PreSharedKey);
        }
    }

    [Theory, MemberData(nameof(Alone))]
    public void What_is_too_long_is_cut(string backend, SslProtocol protocol)
    {
        int longestIdentity = 0, told = -1;
        (QSslSocket client, QSslSocket server, _) = Pair(
            backend, backend, protocol,
            e =>
            {
                longestIdentity = e.Authenticator.MaximumIdentityLength;
                e.Authenticator.Identity = Filled(longestIdentity + 50);
                e.Authenticator.PreSharedKey = Filled(e.Authenticator.MaximumPreSharedKeyLength + 7);
            },
            e =>
            {
                told = e.Authenticator.Identity.Length;
                e.Authenticator.PreSharedKey = Filled(e.Authenticator.MaximumPreSharedKeyLength);
            },
            c => c.SslErrors += (_, _) => c.IgnoreSslErrors());
        using (client)
        using (server)
        {
            Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
            Assert.True(server.WaitForEncrypted(10_000), server.ErrorString);
            Assert.Equal(longestIdentity, told);
        }

        static byte[] Filled(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)('a' + (i % 26)))];
    }

    /// <summary>Qt's contract: without a certificate there is an error, which has to be ignored.</summary>
    [Theory, MemberData(nameof(Joined))]
    public void The_missing_certificate_has_to_be_accepted(string clientBackend, string serverBackend, SslProtocol protocol)
    {
        (QSslSocket client, QSslSocket server, _) = Pair(clientBackend, serverBackend, protocol, Answer, Answer);
        using (client)
        using (server)
        {
            Assert.False(client.WaitForEncrypted(10_000));
            Assert.Equal(SslErrorCode.NoPeerCertificate, Assert.Single(client.SslHandshakeErrors).Error);
            server.WaitForEncrypted(10_000);
            Assert.Equal(0, server.BytesAvailable);
        }
    }

    [Theory, MemberData(nameof(Forged))]
    public void A_forged_peer_is_refused(string clientBackend, string serverBackend, SslProtocol protocol, string what)
    {
        (QSslSocket client, QSslSocket server, _) = Pair(
            clientBackend, serverBackend, protocol,
            Answer,
            e =>
            {
                if (what == "key")
                    e.Authenticator.PreSharedKey = [.. s_key.Reverse()];
            },
            c => c.SslErrors += (_, _) => c.IgnoreSslErrors());
        using (client)
        using (server)
        {
            Assert.False(client.WaitForEncrypted(10_000));
            Assert.False(server.WaitForEncrypted(10_000));
            Assert.Equal(QSocketError.SslHandshakeFailedError, client.Error);
        }
    }

    [Theory, MemberData(nameof(Joined))]
    public void A_client_without_an_answer_fails(string clientBackend, string serverBackend, SslProtocol protocol)
    {
        (QSslSocket client, QSslSocket server, _) = Pair(clientBackend, serverBackend, protocol, _ => { }, Answer);
        using (client)
        using (server)
        {
            Assert.False(client.WaitForEncrypted(10_000));
            Assert.Equal(QSocketError.SslHandshakeFailedError, client.Error);
        }
    }

    [Theory, MemberData(nameof(Alone))]
    public void A_handler_may_end_the_connection_and_may_not_wait(string backend, SslProtocol protocol)
    {
        Exception? refused = null;
        QSslSocket? socket = null;
        (QSslSocket client, QSslSocket server, _) = Pair(
            backend, backend, protocol,
            e =>
            {
                refused = Record.Exception(() => socket!.WaitForEncrypted());
                socket!.Abort();
                Answer(e);
            },
            Answer,
            c => socket = c);
        using (client)
        using (server)
        {
            Assert.False(client.WaitForEncrypted(10_000));
            Assert.Equal(SocketState.UnconnectedState, client.State);
            Assert.IsType<InvalidOperationException>(refused);
        }
    }

    [Theory, MemberData(nameof(Alone))]
    public void What_a_handler_throws_reaches_the_waiter(string backend, SslProtocol protocol)
    {
        (QSslSocket client, QSslSocket server, _) = Pair(backend, backend, protocol, _ =>
            throw new TimeZoneNotFoundException("mine"), Answer);
        using (client)
        using (server)
            Assert.Throws<TimeZoneNotFoundException>(() => client.WaitForEncrypted(10_000));
    }

    [Fact]
    public void A_server_without_identity_and_without_keys_says_what_it_needs()
    {
        using QSslServer server = new();
        Assert.Contains("certificate", QSslServer.DescribeFault(server.SslConfiguration), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Alone))]
    public void OpenSSLs_server_knows_the_key(string backend, SslProtocol protocol)
    {
        ExternalProgram.RequireOpenSslPeer();
        int port = ExternalProgram.FreePort();
        using ExternalProgram server = ExternalProgram.Start(
            "openssl", "s_server", "-accept", $"127.0.0.1:{port}", "-nocert", "-psk", Convert.ToHexString(s_key), "-psk_identity",
                "Client_1", "-psk_hint", "hint", "-rev", Option(protocol));
        server.WaitForPort(port);
        using QSslSocket client = Client(backend, protocol);
        client.PreSharedKeyAuthenticationRequired += (_, e) => Answer(e);
        client.SslErrors += (_, _) => client.IgnoreSslErrors();
        client.ConnectToHostEncrypted("127.0.0.1", port);
        Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
        client.Write("abc\n");
        Assert.True(client.WaitForReadyRead(5000) || client.CanReadLine);
        Assert.Equal("cba\n"u8, client.ReadLine());
    }

    [Theory, MemberData(nameof(Alone))]
    public void OpenSSLs_client_knows_the_key(string backend, SslProtocol protocol)
    {
        ExternalProgram.RequireOpenSslPeer();
        using QTcpServer listener = new();
        Assert.True(listener.Listen(System.Net.IPAddress.Loopback));
        using ExternalProgram client = ExternalProgram.Start(
            "openssl", "s_client", "-connect", $"127.0.0.1:{listener.ServerPort}", "-psk", Convert.ToHexString(s_key), "-psk_identity",
                "Client_1", Option(protocol), "-quiet");
        Assert.True(listener.WaitForNewConnection(10_000));
        using QTcpSocket plain = listener.NextPendingConnection()!;
        using QSslSocket server = Server(plain, backend, protocol);
        server.PreSharedKeyAuthenticationRequired += (_, e) => Answer(e);
        server.StartServerEncryption();
        Assert.True(server.WaitForEncrypted(10_000), server.ErrorString);
        server.Write("hello\n");
        server.Flush();
        client.WaitForOutput("hello");
    }

    [Fact]
    public void An_authenticator_is_a_value()
    {
        QSslPreSharedKeyAuthenticator one = new() { Identity = [1], PreSharedKey = [2] },
            same = new() { Identity = [1], PreSharedKey = [2] };
        Assert.True(one == same && one.Equals(same) && one.GetHashCode() == same.GetHashCode());
        same.PreSharedKey = [3];
        Assert.True(one != same);
        QSslPreSharedKeyAuthenticator empty = new();
        Assert.Equal((0, 0, 0, 0, 0), (empty.IdentityHint.Length, empty.Identity.Length, empty.PreSharedKey.Length,
            empty.MaximumIdentityLength, empty.MaximumPreSharedKeyLength));
        Assert.DoesNotContain("2", one.ToString(), StringComparison.Ordinal);
    }

    private static void Answer(PreSharedKeyAuthenticationRequiredEventArgs e)
    {
        if (e.Authenticator.MaximumIdentityLength > 0)
            e.Authenticator.Identity = s_identity;
        e.Authenticator.PreSharedKey = s_key;
    }

    private static string Option(SslProtocol protocol) => protocol == SslProtocol.TlsV1_2 ? "-tls1_2" : "-tls1_3";

    private static QSslSocket Client(string backend, SslProtocol protocol)
    {
        QSslSocket client = new();
        QSslConfiguration configuration = client.SslConfiguration;
        (configuration.Backend, configuration.Protocol) = (backend, protocol);
        client.SslConfiguration = configuration;
        return client;
    }

    private static QSslSocket Server(QTcpSocket from, string backend, SslProtocol protocol)
    {
        QSslSocket server = Client(backend, protocol);
        QSslConfiguration configuration = server.SslConfiguration;
        configuration.PreSharedKeyIdentityHint = "which?"u8.ToArray();
        server.SslConfiguration = configuration;
        Assert.True(server.SetSocketDescriptor(SystemSockets.Take(from)), server.ErrorString);
        return server;
    }

    /// <summary>The server's end is driven by the event loop until it is waited for.</summary>
    private static (QSslSocket Client, QSslSocket Server, object Nothing) Pair(
        string clientBackend, string serverBackend, SslProtocol protocol, Action<PreSharedKeyAuthenticationRequiredEventArgs> clientAnswers,
        Action<PreSharedKeyAuthenticationRequiredEventArgs> serverAnswers, Action<QSslSocket>? prepare = null)
    {
        using QTcpServer listener = new();
        Assert.True(listener.Listen(System.Net.IPAddress.Loopback));
        QSslSocket client = Client(clientBackend, protocol);
        client.PreSharedKeyAuthenticationRequired += (_, e) => clientAnswers(e);
        using Sockets.BoundScope bound = new();
        client.AboutToClose += bound.Bind((_, _) => { });
        prepare?.Invoke(client);
        client.ConnectToHostEncrypted("127.0.0.1", listener.ServerPort);
        Assert.True(client.WaitForConnected(5000), client.ErrorString);
        Assert.True(listener.WaitForNewConnection(5000));
        using QTcpSocket plain = listener.NextPendingConnection()!;
        QSslSocket server = Server(plain, serverBackend, protocol);
        server.PreSharedKeyAuthenticationRequired += (_, e) => serverAnswers(e);
        server.StartServerEncryption();
        return (client, server, plain);
    }
}
