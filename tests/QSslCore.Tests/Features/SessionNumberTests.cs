using System.Net;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Interoperability;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Features;

/// <summary>Sessions of TLS 1.2 that are resumed by their number, with no ticket: each backend as a client of each.</summary>
public sealed class SessionNumberTests
{
    private static readonly string[] s_backends = BackendPairs.With(SupportedFeature.SessionTicket);

    public static TheoryData<string> Alone => [.. s_backends];

    public static TheoryData<string, string> Pairs => new MatrixTheoryData<string, string>(s_backends, s_backends);

    public static TheoryData<string, string> Reasons =>
        new MatrixTheoryData<string, string>(s_backends, ["other name", "other authorities", "later"]);

    public static TheoryData<string, string, PeerVerifyMode> Asking => new MatrixTheoryData<string, string, PeerVerifyMode>(
        s_backends, s_backends, [PeerVerifyMode.QueryPeer, PeerVerifyMode.VerifyPeer]);

    [Theory, MemberData(nameof(Pairs))]
    public void A_session_is_resumed_and_its_peer_known(string client, string server)
    {
        using QSslServer listener = Listen(server);
        QSslConfiguration configuration = Persistent(client);
        for (int round = 0; round < 3; round++)
        {
            using QSslSocket socket = SessionTests.Connect(listener, configuration, out QSslSocket accepted);
            using (accepted)
            {
                Assert.Equal((round > 0, round > 0), (socket.IsSessionReused, accepted.IsSessionReused));
                Assert.Equal(TestPki.Server.Chain, socket.PeerCertificateChain);
                Assert.Equal(TestPki.Root.Certificate, socket.VerifiedCertificateChain[^1]);
                Assert.Empty(socket.SslHandshakeErrors);
                Assert.Equal(socket.ExportKeyingMaterial("EXPORTER-test", 16), accepted.ExportKeyingMaterial("EXPORTER-test", 16));
                AssertTalks(socket, accepted);
                configuration.SessionTicket = socket.SslConfiguration.SessionTicket;
                Assert.NotEmpty(configuration.SessionTicket);
            }
        }
    }

    /// <summary>What was accepted once, blindly, is no reason to accept it where the peer has to be verified.</summary>
    [Theory, MemberData(nameof(Alone))]
    public void A_session_made_without_verification_opens_no_verified_connection(string backend)
    {
        using QSslServer forged = Listen(backend, identity: TestPki.UnknownIssuer);
        QSslConfiguration careless = Persistent(backend), careful = Persistent(backend);
        careless.PeerVerifyMode = PeerVerifyMode.VerifyNone;
        careful.SessionTicket = FirstTicket(forged, careless);
        using Warnings warnings = new();
        using QSslSocket second = new() { SslConfiguration = careful };
        second.ConnectToHostEncrypted("127.0.0.1", forged.ServerPort, TestPki.ServerName);
        Assert.False(second.WaitForEncrypted(10_000));
        Assert.False(second.IsSessionReused);
        Assert.Contains("not resumed", string.Join(' ', warnings.Take()), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Reasons))]
    public void A_session_is_verified_anew_by_todays_name_trust_and_date(string backend, string reason)
    {
        using QSslServer server = Listen(backend);
        QSslConfiguration configuration = Persistent(backend);
        configuration.SessionTicket = FirstTicket(server, configuration);
        if (reason == "other authorities")
            configuration.CaCertificates = [TestPki.OtherRoot.Certificate];
        if (reason == "later")
            configuration.VerificationTime = TestPki.Server.Certificate.ExpiryDate!.Value.AddDays(1);
        using QSslSocket second = new() { SslConfiguration = configuration };
        second.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, reason == "other name" ? "other.test" : TestPki.ServerName);
        Assert.False(second.WaitForEncrypted(10_000));
        Assert.False(second.IsSessionReused);
    }

    [Theory, MemberData(nameof(Asking))]
    public void No_session_of_a_client_with_a_certificate_is_resumed(string client, string server, PeerVerifyMode mode)
    {
        using QSslServer listener = Listen(server, c => (c.PeerVerifyMode, c.CaCertificates) = (mode, [TestPki.Root.Certificate]));
        QSslConfiguration configuration = Persistent(client);
        (configuration.LocalCertificateChain, configuration.PrivateKey) = (TestPki.Client.Chain, TestPki.Client.Key);
        for (int round = 0; round < 2; round++)
        {
            using QSslSocket socket = SessionTests.Connect(listener, configuration, out QSslSocket accepted);
            using (accepted)
            {
                Assert.False(socket.IsSessionReused);
                Assert.Equal(TestPki.Client.Certificate, accepted.PeerCertificate);
                AssertTalks(socket, accepted);
                configuration.SessionTicket = socket.SslConfiguration.SessionTicket;
            }
        }
    }

    /// <summary>A backend's tickets are nobody else's, and damaged ones nobody's.</summary>
    [Theory, MemberData(nameof(Pairs))]
    public void Nonsense_is_passed_over(string backend, string other)
    {
        using QSslServer server = Listen(backend);
        QSslConfiguration configuration = Persistent(backend);
        byte[] good = FirstTicket(server, configuration), foreign = FirstTicket(server, Persistent(other));
        Random random = new(1);
        for (int i = 0; i < 20; i++)
        {
            byte[] bad = backend == other ? [.. good] : foreign;
            if (backend == other && i % 2 == 0)
                bad = bad[..random.Next(1, bad.Length)];
            else if (backend == other && backend != "openssl")
                bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            else if (backend == other)
                bad[0] ^= 1;
            configuration.SessionTicket = bad;
            using Warnings warnings = new();
            using QSslSocket socket = SessionTests.Connect(server, configuration, out QSslSocket accepted);
            using (accepted)
                Assert.False(socket.IsSessionReused);
            Assert.NotEmpty(warnings.Take());
        }
    }

    public static TheoryData<string, bool, bool> Owners =>
        new MatrixTheoryData<string, bool, bool>(s_backends, [true, false], [true, false]);

    /// <summary>To the server, who resumes a session is who made it: with another certificate, or with none, it would be an
    /// impostor.</summary>
    [Theory, MemberData(nameof(Owners))]
    public void A_session_is_resumed_only_with_the_certificate_that_it_was_made_with(string backend, bool hadOne, bool hasOne)
    {
        using QSslServer server = Listen(backend, c => c.PeerVerifyMode = PeerVerifyMode.VerifyNone);
        QSslConfiguration configuration = Persistent(backend);
        TestIdentity other = hadOne && hasOne ? TestPki.UnknownClient : TestPki.Client;
        if (hadOne)
            (configuration.LocalCertificateChain, configuration.PrivateKey) = (TestPki.Client.Chain, TestPki.Client.Key);
        configuration.SessionTicket = FirstTicket(server, configuration);
        if (hadOne || hasOne)
            (configuration.LocalCertificateChain, configuration.PrivateKey) = hasOne ? (other.Chain, other.Key) : ([], QSslKey.Null);
        using Warnings warnings = new();
        using QSslSocket socket = SessionTests.Connect(server, configuration, out QSslSocket accepted);
        using (accepted)
        {
            Assert.Equal(!hadOne && !hasOne, socket.IsSessionReused);
            Assert.Equal(!socket.IsSessionReused, warnings.Take().Any(w => w.Contains("LocalCertificate", StringComparison.Ordinal)));
        }
    }

    [Theory, MemberData(nameof(Alone))]
    public void A_session_with_a_certificate_is_resumed_with_it(string backend)
    {
        using QSslServer server = Listen(backend, c => c.PeerVerifyMode = PeerVerifyMode.VerifyNone);
        QSslConfiguration configuration = Persistent(backend);
        (configuration.LocalCertificateChain, configuration.PrivateKey) = (TestPki.Client.Chain, TestPki.Client.Key);
        configuration.SessionTicket = FirstTicket(server, configuration);
        using QSslSocket socket = SessionTests.Connect(server, configuration, out QSslSocket accepted);
        using (accepted)
            Assert.True(socket.IsSessionReused);
    }

    [Theory, MemberData(nameof(Alone))]
    public void OpenSSLs_server_resumes_it(string backend)
    {
        ExternalProgram.RequireOpenSslPeer();
        using TestFiles files = new();
        PeerIdentity identity = PeerIdentity.Make(files, "ecdsa");
        int port = ExternalProgram.FreePort();
        using ExternalProgram server = ExternalProgram.Start(
            "openssl", "s_server", "-accept", $"127.0.0.1:{port}", "-cert", identity.Chain, "-cert_chain", identity.Chain, "-key",
                identity.Key, "-quiet", "-tls1_2", "-no_ticket");
        server.WaitForPort(port);
        QSslConfiguration configuration = Persistent(backend);
        configuration.CaCertificates = [identity.Root];
        for (int i = 0; i < 2; i++)
        {
            using QSslSocket socket = new() { SslConfiguration = configuration };
            socket.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.True(socket.WaitForEncrypted(10_000), socket.ErrorString);
            Assert.Equal(i == 1, socket.IsSessionReused);
            configuration.SessionTicket = socket.SslConfiguration.SessionTicket;
            // A session that was cut off is forgotten by the server.
            socket.DisconnectFromHost();
            Assert.True(socket.State == SocketState.UnconnectedState || socket.WaitForDisconnected(5000));
        }
    }

    private static QSslConfiguration Persistent(string backend)
    {
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        (configuration.Backend, configuration.Protocol, configuration.CaCertificates) = (backend, SslProtocol.TlsV1_2,
            [TestPki.Root.Certificate]);
        configuration.SetSslOption(SslOption.DisableSessionPersistence, false);
        configuration.SetSslOption(SslOption.DisableSessionTickets, true);
        return configuration;
    }

    private static QSslServer Listen(string backend, Action<QSslConfiguration>? configure = null, TestIdentity? identity = null)
    {
        identity ??= TestPki.Server;
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        (configuration.Backend, configuration.LocalCertificateChain, configuration.PrivateKey) = (backend, identity.Chain, identity.Key);
        configuration.SetSslOption(SslOption.DisableSessionTickets, true);
        configure?.Invoke(configuration);
        QSslServer server = new() { SslConfiguration = configuration };
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        server.AcceptInBackground();
        return server;
    }

    private static byte[] FirstTicket(QSslServer server, QSslConfiguration configuration)
    {
        using QSslSocket socket = SessionTests.Connect(server, configuration, out QSslSocket accepted);
        using (accepted)
            AssertTalks(socket, accepted);
        Assert.NotEmpty(socket.SslConfiguration.SessionTicket);
        return socket.SslConfiguration.SessionTicket;
    }

    private static void AssertTalks(QSslSocket client, QSslSocket server)
    {
        server.Write("hello");
        Assert.True(server.WaitForBytesWritten(5000), server.ErrorString);
        Assert.True(client.WaitForReadyRead(5000), client.ErrorString);
        Assert.Equal("hello"u8, client.ReadAll());
    }
}
