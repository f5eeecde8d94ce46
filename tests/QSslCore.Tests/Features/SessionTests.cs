using System.Net;
using QSslCore.Tests.Interoperability;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Features;

/// <summary>Sessions that are resumed, and those that must not be.</summary>
public sealed class SessionTests
{
    public static TheoryData<SslProtocol, bool> Ways => new()
    {
        { SslProtocol.TlsV1_2, true },
        { SslProtocol.TlsV1_2, false },
        { SslProtocol.TlsV1_3, true },
    };

    [Theory, MemberData(nameof(Ways))]
    public void A_session_is_resumed_and_its_peer_known(SslProtocol protocol, bool tickets)
    {
        using QSslServer server = Listen(c => c.SetSslOption(SslOption.DisableSessionTickets, !tickets));
        QSslConfiguration configuration = Persistent(protocol);
        byte[] ticket = FirstTicket(server, configuration, out QSslSocket first);
        using (first)
        {
            Assert.False(first.IsSessionReused);
            Assert.Equal(protocol == SslProtocol.TlsV1_3 || tickets, first.SslConfiguration.SessionTicketLifeTimeHint > 0);
        }
        configuration.SessionTicket = ticket;
        using QSslSocket second = Connect(server, configuration, out QSslSocket accepted);
        using (accepted)
        {
            Assert.True(second.IsEncrypted, second.ErrorString);
            Assert.True(second.IsSessionReused);
            Assert.True(accepted.IsSessionReused);
            Assert.Equal(TestPki.Server.Chain, second.PeerCertificateChain);
            Assert.Equal(TestPki.Root.Certificate, second.VerifiedCertificateChain[^1]);
            Assert.Empty(second.SslHandshakeErrors);
            AssertTalks(second, accepted);
        }
    }

    /// <summary>What was accepted once, blindly, is no reason to accept it where the peer has to be verified.</summary>
    [Theory]
    [InlineData(SslProtocol.TlsV1_2)]
    [InlineData(SslProtocol.TlsV1_3)]
    public void A_session_made_without_verification_opens_no_verified_connection(SslProtocol protocol)
    {
        using QSslServer forged = Listen(identity: TestPki.UnknownIssuer);
        QSslConfiguration careless = Persistent(protocol);
        careless.PeerVerifyMode = PeerVerifyMode.VerifyNone;
        byte[] ticket = FirstTicket(forged, careless, out QSslSocket first);
        first.Dispose();

        QSslConfiguration careful = Persistent(protocol);
        careful.SessionTicket = ticket;
        using Warnings warnings = new();
        using QSslSocket second = new() { SslConfiguration = careful };
        second.ConnectToHostEncrypted("127.0.0.1", forged.ServerPort, TestPki.ServerName);
        Assert.False(second.WaitForEncrypted(10_000));
        Assert.Equal(QSocketError.SslHandshakeFailedError, second.Error);
        Assert.False(second.IsSessionReused);
        Assert.Contains("not resumed", string.Join(' ', warnings.Take()), StringComparison.Ordinal);
    }

    public static TheoryData<string, SslProtocol> Reasons => new MatrixTheoryData<string, SslProtocol>(
        ["other name", "other authorities", "later", "no chain", "other chain"], [SslProtocol.TlsV1_2, SslProtocol.TlsV1_3]);

    [Theory, MemberData(nameof(Reasons))]
    public void A_session_is_verified_anew_by_todays_name_trust_and_date(string reason, SslProtocol protocol)
    {
        using QSslServer server = Listen();
        QSslConfiguration configuration = Persistent(protocol);
        byte[] ticket = FirstTicket(server, configuration, out QSslSocket first);
        first.Dispose();
        string name = TestPki.ServerName;
        configuration.SessionTicket = ticket;
        switch (reason)
        {
            case "other name":
                name = "other.test";
                break;
            case "other authorities":
                configuration.CaCertificates = [TestPki.OtherRoot.Certificate];
                break;
            case "later":
                configuration.VerificationTime = TestPki.Server.Certificate.ExpiryDate!.Value.AddDays(1);
                break;
            case "no chain":
                configuration.SessionTicket = OpenSslTicketForge.WithChain(ticket);
                break;
            case "other chain":
                configuration.SessionTicket = OpenSslTicketForge.WithChain(ticket, TestPki.WrongName.Chain);
                break;
        }
        using QSslSocket second = new() { SslConfiguration = configuration };
        second.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, name);
        // A full handshake follows, which tells the same by what the server shows now.
        bool encrypted = second.WaitForEncrypted(10_000);
        Assert.Equal(reason is "no chain" or "other chain", encrypted);
        Assert.False(second.IsSessionReused);
    }

    [Fact]
    public void Without_persistence_no_ticket_is_given_and_none_used()
    {
        using QSslServer server = Listen();
        QSslConfiguration configuration = Persistent(SslProtocol.TlsV1_2);
        byte[] ticket = FirstTicket(server, configuration, out QSslSocket first);
        first.Dispose();
        configuration.SetSslOption(SslOption.DisableSessionPersistence, true);
        using (QSslSocket plain = Connect(server, configuration, out QSslSocket accepted))
        using (accepted)
            Assert.Empty(plain.SslConfiguration.SessionTicket);
        configuration.SessionTicket = ticket;
        using QSslSocket second = Connect(server, configuration, out QSslSocket again);
        using (again)
            Assert.False(second.IsSessionReused);
    }

    [Fact]
    public void Nonsense_is_passed_over_with_a_warning()
    {
        using QSslServer server = Listen();
        QSslConfiguration configuration = Persistent(SslProtocol.TlsV1_3);
        byte[] good = FirstTicket(server, configuration, out QSslSocket first);
        first.Dispose();
        Random random = new(1);
        for (int i = 0; i < 30; i++)
        {
            byte[] bad = [.. good];
            if (i % 3 == 0)
                bad = bad[..random.Next(1, bad.Length)];
            else
                bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            configuration.SessionTicket = bad;
            using QSslSocket socket = Connect(server, configuration, out QSslSocket accepted);
            using (accepted)
                Assert.True(socket.IsEncrypted, socket.ErrorString);
        }
    }

    /// <summary>A client that had to show who it is shows it each time.</summary>
    [Theory]
    [InlineData(SslProtocol.TlsV1_2, PeerVerifyMode.QueryPeer)]
    [InlineData(SslProtocol.TlsV1_3, PeerVerifyMode.QueryPeer)]
    [InlineData(SslProtocol.TlsV1_2, PeerVerifyMode.VerifyPeer)]
    [InlineData(SslProtocol.TlsV1_3, PeerVerifyMode.VerifyPeer)]
    public void A_server_resumes_no_session_of_a_client_with_a_certificate(SslProtocol protocol, PeerVerifyMode mode)
    {
        using QSslServer server = Listen(c =>
        {
            c.PeerVerifyMode = mode;
            c.CaCertificates = [TestPki.Root.Certificate];
        });
        QSslConfiguration configuration = Persistent(protocol);
        configuration.LocalCertificateChain = TestPki.Client.Chain;
        configuration.PrivateKey = TestPki.Client.Key;
        using (QSslSocket first = Connect(server, configuration, out QSslSocket accepted))
        using (accepted)
        {
            AssertTalks(first, accepted);
            configuration.SessionTicket = first.SslConfiguration.SessionTicket;
            Assert.Equal(TestPki.Client.Certificate, accepted.PeerCertificate);
        }
        using QSslSocket second = Connect(server, configuration, out QSslSocket again);
        using (again)
        {
            Assert.False(second.IsSessionReused);
            Assert.Equal(TestPki.Client.Certificate, again.PeerCertificate);
        }
    }

    [Theory]
    [InlineData("-tls1_2", "-no_ticket")]
    [InlineData("-tls1_2", null)]
    [InlineData("-tls1_3", null)]
    public void OpenSSLs_server_resumes_it(string version, string? option)
    {
        ExternalProgram.RequireOpenSslPeer();
        using TestFiles files = new();
        PeerIdentity identity = PeerIdentity.Make(files, "ecdsa");
        int port = ExternalProgram.FreePort();
        string[] options = ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", identity.Chain, "-cert_chain", identity.Chain, "-key",
            identity.Key, "-quiet", version];
        using ExternalProgram server = ExternalProgram.Start("openssl", option is null ? options : [.. options, option]);
        server.WaitForPort(port);
        QSslConfiguration configuration = Persistent(SslProtocol.SecureProtocols);
        configuration.CaCertificates = [identity.Root];
        for (int i = 0; i < 2; i++)
        {
            using QSslSocket socket = new() { SslConfiguration = configuration };
            int tickets = 0;
            socket.NewSessionTicketReceived += (_, _) => tickets++;
            socket.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.True(socket.WaitForEncrypted(10_000), socket.ErrorString);
            Assert.Equal(i == 1, socket.IsSessionReused);
            if (version == "-tls1_3")
                Assert.True(SpinWait.SpinUntil(() => socket.SslConfiguration.SessionTicket.Length > 0 && tickets > 0, 5000));
            configuration.SessionTicket = socket.SslConfiguration.SessionTicket;
            Assert.NotEmpty(configuration.SessionTicket);
            // A session that was cut off is forgotten by the server.
            socket.DisconnectFromHost();
            Assert.True(socket.State == SocketState.UnconnectedState || socket.WaitForDisconnected(5000));
        }
    }

    /// <summary>A server takes whoever resumes a session for the one who made it, whatever certificate that one would show today.</summary>
    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public void Another_certificate_is_shown_to_the_server_and_not_the_session_of_the_first(string version)
    {
        ExternalProgram.RequireOpenSslPeer();
        using TestFiles files = new();
        PeerIdentity identity = PeerIdentity.Make(files, "ecdsa");
        int port = ExternalProgram.FreePort();
        using ExternalProgram server = ExternalProgram.Start(
            "openssl", "s_server", "-accept", $"127.0.0.1:{port}", "-cert", identity.Chain, "-cert_chain", identity.Chain, "-key",
                identity.Key, "-verify", "1", "-www", version);
        server.WaitForPort(port);
        QSslConfiguration configuration = Persistent(SslProtocol.SecureProtocols);
        configuration.CaCertificates = [identity.Root];
        using QSslSocket socket = new() { SslConfiguration = configuration };
        foreach ((TestIdentity who, string name) in new[] { (TestPki.Client, "Test Client"), (TestPki.UnknownClient, "Unknown Client") })
        {
            (socket.LocalCertificateChain, socket.PrivateKey) = (who.Chain, who.Key);
            socket.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.True(socket.WaitForEncrypted(10_000), socket.ErrorString);
            socket.Write("GET / HTTP/1.0\r\n\r\n");
            // The page that it answers with names the client.
            while (socket.WaitForReadyRead(5000))
            {
            }
            Assert.Contains($"CN={name}", System.Text.Encoding.UTF8.GetString(socket.ReadAll())
                .Replace(" = ", "=", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.NotEmpty(socket.SslConfiguration.SessionTicket);
            socket.Abort();
        }
    }

    private static QSslConfiguration Persistent(SslProtocol protocol)
    {
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        configuration.CaCertificates = [TestPki.Root.Certificate];
        configuration.Protocol = protocol;
        configuration.SetSslOption(SslOption.DisableSessionPersistence, false);
        return configuration;
    }

    private static QSslServer Listen(Action<QSslConfiguration>? configure = null, TestIdentity? identity = null)
    {
        identity ??= TestPki.Server;
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        configuration.LocalCertificateChain = identity.Chain;
        configuration.PrivateKey = identity.Key;
        configure?.Invoke(configuration);
        QSslServer server = new() { SslConfiguration = configuration };
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        server.AcceptInBackground();
        return server;
    }

    /// <summary>A connection to a server of the test's root, and the server's end of it.</summary>
    internal static QSslSocket Connect(QSslServer server, QSslConfiguration configuration, out QSslSocket accepted)
    {
        QSslSocket socket = new() { SslConfiguration = configuration };
        socket.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        Assert.True(socket.WaitForEncrypted(10_000), socket.ErrorString);
        Assert.True(server.WaitForNewConnection(10_000));
        accepted = (QSslSocket)server.NextPendingConnection()!;
        return socket;
    }

    private static byte[] FirstTicket(QSslServer server, QSslConfiguration configuration, out QSslSocket socket)
    {
        socket = Connect(server, configuration, out QSslSocket accepted);
        using (accepted)
            AssertTalks(socket, accepted);
        byte[] ticket = socket.SslConfiguration.SessionTicket;
        Assert.NotEmpty(ticket);
        return ticket;
    }

    /// <summary>With TLS 1.3 the tickets come before the first data.</summary>
    private static void AssertTalks(QSslSocket client, QSslSocket server)
    {
        server.Write("hello");
        Assert.True(server.WaitForBytesWritten(5000), server.ErrorString);
        Assert.True(client.WaitForReadyRead(5000), client.ErrorString);
        Assert.Equal("hello"u8, client.ReadAll());
    }
}
