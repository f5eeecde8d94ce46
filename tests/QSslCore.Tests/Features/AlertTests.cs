using System.Net;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Sockets;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Features;

/// <summary>Alerts as events on both sides, early interruption, and certificates that must be there.</summary>
public sealed class AlertTests
{
    private static readonly QSslCipher s_older = new("ECDHE-ECDSA-AES256-GCM-SHA384");

    /// <summary>What to do on the client or on the server, and which alert comes of it.</summary>
    private static readonly (string, AlertType)[] s_kinds =
    [
        ("unknown authority", AlertType.UnknownCa),
        ("expired", AlertType.CertificateExpired),
        ("wrong name", AlertType.BadCertificate),
        ("no common version", AlertType.ProtocolVersion),
        ("no common cipher", AlertType.HandshakeFailure),
        ("no certificate, TLS 1.3", AlertType.CertificateRequired),
        ("no certificate, TLS 1.2", AlertType.HandshakeFailure),
        ("unknown client", AlertType.UnknownCa),
        ("client with a server's certificate", AlertType.UnsupportedCertificate),
        ("interrupted", AlertType.UnknownCa),
        ("wrong pre-shared key", AlertType.BadRecordMac),
        ("farewell", AlertType.CloseNotify),
    ];

    private static readonly string[] s_backends = BackendPairs.With(SupportedFeature.Alerts);

    public static TheoryData<string, string, string, AlertType> Kinds
    {
        get
        {
            TheoryData<string, string, string, AlertType> cases = [];
            foreach ((string kind, AlertType alert) in s_kinds)
            {
                foreach (string client in s_backends)
                {
                    foreach (string server in s_backends)
                        cases.Add(client, server, kind, alert);
                }
            }
            return cases;
        }
    }

    public static TheoryData<string, string> Backends => new MatrixTheoryData<string, string>(s_backends, s_backends);

    public static TheoryData<string, string, SslProtocol> Joined =>
        new MatrixTheoryData<string, string, SslProtocol>(s_backends, s_backends, BackendPairs.Versions);

    [Theory, MemberData(nameof(Kinds))]
    public void An_alert_is_seen_on_both_sides(string clientBackend, string serverBackend, string kind, AlertType expected)
    {
        List<string> client = [], server = [];
        TestIdentity identity = kind switch
        {
            "unknown authority" or "interrupted" => TestPki.UnknownIssuer,
            "expired" => TestPki.Expired,
            "wrong name" => TestPki.WrongName,
            _ => TestPki.Server,
        };
        using Ends ends = new(
            identity,
            c =>
            {
                c.Backend = clientBackend;
                if (kind == "no common version")
                    c.Protocol = SslProtocol.TlsV1_2;
                if (kind == "no common cipher")
                    (c.Protocol, c.Ciphers) = (SslProtocol.TlsV1_2, [s_older]);
                if (kind == "wrong pre-shared key")
                    (c.Protocol, c.Ciphers) = (SslProtocol.TlsV1_2, [new("PSK-AES256-GCM-SHA384")]);
                if (kind.EndsWith("1.2", StringComparison.Ordinal))
                    c.Protocol = SslProtocol.TlsV1_2;
                TestIdentity? mine = kind switch { "unknown client" => TestPki.UnknownClient, "client with a server's certificate" =>
                    TestPki.Expired, _ => null };
                if (mine is not null)
                    (c.LocalCertificateChain, c.PrivateKey) = (mine.Chain, mine.Key);
                c.HandshakeMustInterruptOnError = kind == "interrupted";
            },
            c =>
            {
                c.Backend = serverBackend;
                if (kind == "no common version")
                    c.Protocol = SslProtocol.TlsV1_3;
                if (kind == "no common cipher")
                    (c.Protocol, c.Ciphers) = (SslProtocol.TlsV1_2, [new("ECDHE-ECDSA-AES128-GCM-SHA256")]);
                c.MissingCertificateIsFatal = kind.StartsWith("no certificate", StringComparison.Ordinal);
                if (kind.Contains("client", StringComparison.Ordinal))
                    (c.PeerVerifyMode, c.CaCertificates) = (PeerVerifyMode.VerifyPeer, [TestPki.Root.Certificate]);
            },
            c =>
            {
                // Without a certificate there is nobody to be named, whatever the key.
                if (kind == "wrong pre-shared key")
                    c.SslErrors += (_, _) => c.IgnoreSslErrors();
                if (kind == "wrong pre-shared key")
                    c.PreSharedKeyAuthenticationRequired += (_, e) =>
                        (e.Authenticator.Identity, e.Authenticator.PreSharedKey) = ([1], new byte[32]);
            });
        if (kind == "wrong pre-shared key")
        {
            ends.Server.PreSharedKeyAuthenticationRequired += (_, e) => e.Authenticator.PreSharedKey = [.. Enumerable.Repeat((byte)7, 32)];
        }
        Listen(ends.Client, client);
        Listen(ends.Server, server);
        ends.Run();
        if (kind == "farewell")
        {
            Assert.True(ends.Client.IsEncrypted, ends.Client.ErrorString);
            ends.Client.DisconnectFromHost();
        }
        Assert.True(SpinWait.SpinUntil(() => Has(client) && Has(server), 5000), $"client: {Show(client)}; server: {Show(server)}");
        if (kind != "farewell")
            Assert.Contains(expected, new[] { ends.Client.LastAlert?.Type, ends.Server.LastAlert?.Type });

        bool Has(List<string> alerts)
        {
            lock (alerts)
                return alerts.Any(a => a.Contains($" {expected} ", StringComparison.Ordinal));
        }

        static string Show(List<string> alerts)
        {
            lock (alerts)
                return string.Join(", ", alerts);
        }

        static void Listen(QSslSocket socket, List<string> alerts)
        {
            socket.AlertSent += (_, e) => Add("sent", e);
            socket.AlertReceived += (_, e) => Add("received", e);

            void Add(string way, AlertEventArgs e)
            {
                Assert.NotEmpty(e.Description);
                Assert.Equal(e.Type == AlertType.CloseNotify ? AlertLevel.Warning : AlertLevel.Fatal, e.Level);
                lock (alerts)
                    alerts.Add($"{way} {e.Type} {e.Level}");
            }
        }
    }

    /// <summary>In TLS 1.3 a client is encrypted before the server has looked at its certificate.</summary>
    [Theory, MemberData(nameof(Backends))]
    public void A_certificate_refused_late_is_a_clear_error_at_the_next_read(string client, string server)
    {
        using Ends ends = new(
            TestPki.Server,
            c => (c.Backend, c.Protocol, c.LocalCertificateChain, c.PrivateKey) = (client, SslProtocol.TlsV1_3,
                TestPki.UnknownClient.Chain, TestPki.UnknownClient.Key),
            c => (c.Backend, c.PeerVerifyMode, c.CaCertificates) = (server, PeerVerifyMode.VerifyPeer, [TestPki.Root.Certificate]));
        ends.Run();
        Assert.True(SpinWait.SpinUntil(() => ends.Client.State == SocketState.UnconnectedState, 5000));
        Assert.Contains("refused with the alert UnknownCa", ends.Client.ErrorString, StringComparison.Ordinal);
        Assert.False(ends.Server.IsEncrypted);
    }

    [Theory]
    [InlineData(SslProtocol.TlsV1_2, false)]
    [InlineData(SslProtocol.TlsV1_3, false)]
    [InlineData(SslProtocol.TlsV1_2, true)]
    [InlineData(SslProtocol.TlsV1_3, true)]
    public void Continuing_an_interrupted_handshake_accepts_nothing(SslProtocol protocol, bool ignore)
    {
        using Ends ends = new(
            TestPki.UnknownIssuer, c => (c.Protocol, c.HandshakeMustInterruptOnError) = (protocol, true), _ => { });
        List<string> seen = [];
        ends.Client.HandshakeInterruptedOnError += (_, e) =>
        {
            seen.Add($"interrupted {e.Error.Error}");
            ends.Client.ContinueInterruptedHandshake();
        };
        ends.Client.PeerVerifyError += (_, e) => seen.Add($"peerVerifyError {e.Error.Error}");
        ends.Client.SslErrors += (_, e) =>
        {
            seen.Add($"sslErrors {string.Join(' ', e.Errors.Select(x => x.Error))}");
            if (ignore)
                ends.Client.IgnoreSslErrors();
        };
        ends.Run();
        Assert.Equal(ignore, ends.Client.IsEncrypted);
        Assert.Equal("interrupted UnableToGetLocalIssuerCertificate", seen[0]);
        Assert.DoesNotContain(seen, s => s.StartsWith("peerVerifyError", StringComparison.Ordinal));
        Assert.StartsWith("sslErrors UnableToGetLocalIssuerCertificate", seen[^1], StringComparison.Ordinal);
    }

    /// <summary>For an interrupted handshake: nobody answers, so a forged peer gets an alert and no credential.</summary>
    [Theory, MemberData(nameof(Joined))]
    public void An_interruption_that_nobody_answers_refuses_the_peer(string client, string server, SslProtocol protocol)
    {
        using Ends ends = new(
            TestPki.UnknownIssuer,
            c =>
            {
                (c.Backend, c.Protocol, c.HandshakeMustInterruptOnError) = (client, protocol, true);
                (c.LocalCertificateChain, c.PrivateKey) = (TestPki.Client.Chain, TestPki.Client.Key);
            },
            c => (c.Backend, c.PeerVerifyMode) = (server, PeerVerifyMode.QueryPeer));
        int told = 0, sslErrors = 0;
        ends.Client.HandshakeInterruptedOnError += (_, _) => told++;
        ends.Client.SslErrors += (_, _) => sslErrors++;
        ends.Run();
        Assert.Equal((1, 0), (told, sslErrors));
        Assert.Equal((QSocketError.SslHandshakeFailedError, OpenMode.NotOpen, SocketState.UnconnectedState),
            (ends.Client.Error, ends.Client.OpenMode, ends.Client.State));
        Assert.True(SpinWait.SpinUntil(() => ends.Server.State == SocketState.UnconnectedState, 5000));
        Assert.False(ends.Server.IsEncrypted);
        Assert.True(ends.Server.PeerCertificate.IsNull);
    }

    [Fact]
    public void A_good_peer_interrupts_nothing()
    {
        using Ends ends = new(TestPki.Server, c => c.HandshakeMustInterruptOnError = true, _ => { });
        ends.Client.HandshakeInterruptedOnError += (_, _) => Assert.Fail("nothing is wrong");
        ends.Run();
        Assert.True(ends.Client.IsEncrypted, ends.Client.ErrorString);
    }

    /// <summary>A client that is waited for, and a server that the event loop drives.</summary>
    private sealed class Ends : IDisposable
    {
        private readonly BoundScope _bound = new();

        public Ends(TestIdentity identity, Action<QSslConfiguration> configureClient, Action<QSslConfiguration> configureServer,
            Action<QSslSocket>? prepare = null)
        {
            using QTcpServer listener = new();
            Assert.True(listener.Listen(IPAddress.Loopback));
            Client.SslConfiguration = Configure(c =>
            {
                c.CaCertificates = [TestPki.Root.Certificate];
                configureClient(c);
            });
            Server.SslConfiguration = Configure(c =>
            {
                (c.LocalCertificateChain, c.PrivateKey) = (identity.Chain, identity.Key);
                configureServer(c);
            });
            prepare?.Invoke(Client);
            Client.AboutToClose += _bound.Bind((_, _) => { });
            Client.ConnectToHostEncrypted("127.0.0.1", listener.ServerPort, TestPki.ServerName);
            Assert.True(Client.WaitForConnected(5000));
            Assert.True(listener.WaitForNewConnection(5000));
            using QTcpSocket plain = listener.NextPendingConnection()!;
            Assert.True(Server.SetSocketDescriptor(SystemSockets.Take(plain)));
        }

        public QSslSocket Client { get; } = new();

        public QSslSocket Server { get; } = new();

        /// <summary>Goes as far as the handshake goes, and then listens on.</summary>
        public void Run()
        {
            Server.Encrypted += (_, _) => { };
            Server.StartServerEncryption();
            if (Client.WaitForEncrypted(10_000))
                SpinWait.SpinUntil(() => Client.WaitForReadyRead(10) || Server.IsEncrypted
                    || Server.State == SocketState.UnconnectedState, 5000);
            Client.WaitForReadyRead(50);
        }

        public void Dispose()
        {
            Client.Dispose();
            Server.Dispose();
            _bound.Dispose();
        }

        private static QSslConfiguration Configure(Action<QSslConfiguration> change)
        {
            QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
            change(configuration);
            return configuration;
        }
    }
}
