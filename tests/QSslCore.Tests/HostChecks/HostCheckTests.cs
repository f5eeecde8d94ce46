using System.Net;
using System.Net.Sockets;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.HostChecks;

/// <summary>What a check of a host tells a C# program.</summary>
public sealed class HostCheckTests
{
    public static TheoryData<string> SharingKeys => [.. BackendPairs.With(SupportedFeature.Psk)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("smtp")]
    [InlineData(null)]
    public async Task A_good_host_is_described(string? protocol)
    {
        using QSslServer server = Serve(TestPki.Server, protocol);
        HostCheckResult result = await Check(server, protocol).RunAsync(Token);
        Assert.Equal((HostCheckOutcome.Encrypted, ""), (result.Outcome, result.Failure));
        Assert.Equal((IPAddress.Loopback, true), (result.Address, result.IsForOneAddress));
        Assert.Empty(result.Errors);
        Assert.True(result.Session is { IsComplete: true, Protocol: SslProtocol.TlsV1_2 or SslProtocol.TlsV1_3, Cipher.IsNull: false });
        Assert.Equal(TestPki.Server.Certificate, result.PeerCertificate);
        Assert.Equal(TestPki.Root.Certificate, result.VerifiedCertificateChain[^1]);
        Assert.True(result.Timings is { Connect: not null, Handshake: not null, Revocation: null });
        Assert.Equal(protocol is not null, result.Timings.StartTls is not null);
        Assert.Equal(protocol is not null, result.StartTlsTranscript.Contains("C: STARTTLS"));
        Assert.Null(result.Revocation);
        Assert.Equal($"{TestPki.ServerName}:{server.ServerPort}: Encrypted", result.ToString());
    }

    [Fact]
    public async Task A_host_that_is_not_who_it_should_be_is_rejected_although_the_configuration_verifies_nothing()
    {
        using QSslServer server = Serve(TestPki.SelfSigned);
        HostCheckResult result = await Check(server, mode: PeerVerifyMode.VerifyNone).RunAsync(Token);
        Assert.Equal(HostCheckOutcome.IdentityRejected, result.Outcome);
        Assert.Contains(result.Errors, e => e.Error == SslErrorCode.SelfSignedCertificate);
        Assert.NotEqual("", result.Failure);
        Assert.False(result.Session!.IsComplete);
    }

    [Theory]
    [InlineData(SslErrorCode.SelfSignedCertificate, HostCheckOutcome.Encrypted)]
    [InlineData(SslErrorCode.CertificateExpired, HostCheckOutcome.IdentityRejected)]
    public async Task Only_a_host_all_of_whose_errors_are_accepted_is_encrypted(SslErrorCode accepted, HostCheckOutcome outcome)
    {
        using QSslServer server = Serve(TestPki.MakeSelfSigned(TestPki.ServerName));
        HostCheckResult result = await Check(server, accepts: e => e.Error == accepted).RunAsync(Token);
        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(SslErrorCode.SelfSignedCertificate, Assert.Single(result.Errors).Error);
    }

    [Fact]
    public async Task Revocation_of_a_host_with_errors_is_not_asked_and_not_good()
    {
        using QSslServer server = Serve(TestPki.MakeSelfSigned(TestPki.ServerName));
        HostCheckResult result = await Check(server, accepts: _ => true, revocation: true).RunAsync(Token);
        Assert.Equal((HostCheckOutcome.Encrypted, RevocationStatus.Unknown), (result.Outcome, result.Revocation!.Status));
        Assert.Contains("was not asked", result.Revocation.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_says_nothing_ends_with_the_time_limit()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        HostCheck check = new()
        {
            HostName = "127.0.0.1",
            Port = ((IPEndPoint)silent.LocalEndpoint).Port,
            StartTls = StartTlsProtocol.Find("smtp"),
            Timeout = TimeSpan.FromSeconds(1),
        };
        HostCheckResult result = await check.RunAsync(Token);
        Assert.Equal(HostCheckOutcome.StartTlsFailed, result.Outcome);
        Assert.Contains("did not come to TLS by smtp within 1 s", result.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.1")]
    [InlineData("not a name")]
    [InlineData("[::1]:443")]
    public async Task What_cannot_be_reached_is_a_result_and_never_an_exception(string hostName)
    {
        HostCheck check = new() { HostName = hostName };
        HostCheckResult one = await check.RunAsync(Token);
        HostCheckResult all = Assert.Single(await check.RunAllAddressesAsync(Token));
        Assert.All([one, all], result =>
        {
            Assert.Equal(HostCheckOutcome.Unreachable, result.Outcome);
            Assert.NotEqual("", result.Failure);
            Assert.Null(result.Session);
        });
    }

    [Fact]
    public async Task Each_address_of_a_name_has_a_result()
    {
        using QSslServer server = Serve(TestPki.Server);
        HostCheck check = new()
        {
            HostName = "127.0.0.1", PeerName = TestPki.ServerName, Port = server.ServerPort, Configuration = Trusting(),
        };
        HostCheckResult result = Assert.Single(await check.RunAllAddressesAsync(Token));
        Assert.Equal((HostCheckOutcome.Encrypted, true), (result.Outcome, result.IsForOneAddress));
    }

    [Fact]
    public async Task A_canceled_check_has_no_result()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        HostCheck check = new() { HostName = "127.0.0.1", Port = ((IPEndPoint)silent.LocalEndpoint).Port };
        Task<HostCheckResult> run = check.RunAsync(cancel.Token);
        using TcpClient accepted = await silent.AcceptTcpClientAsync(Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Theory]
    [InlineData(false, ClientCertificateAnswer.Missed, HostCheckOutcome.HandshakeFailed)]
    [InlineData(true, ClientCertificateAnswer.Accepted, HostCheckOutcome.Encrypted)]
    public async Task What_a_host_says_about_the_client_certificate_is_told(
        bool shows, ClientCertificateAnswer answer, HostCheckOutcome outcome)
    {
        Needs.OpenSsl();
        using QSslServer server = Serve(TestPki.Server, backend: "openssl", mode: PeerVerifyMode.VerifyPeer);
        QSslConfiguration configuration = Trusting();
        configuration.Backend = "openssl";
        if (shows)
            (configuration.LocalCertificateChain, configuration.PrivateKey) = (TestPki.Client.Chain, TestPki.Client.Key);
        HostCheck check = new()
        {
            HostName = TestPki.ServerName, Address = IPAddress.Loopback, Port = server.ServerPort, Configuration = configuration,
        };
        HostCheckResult result = await check.RunAsync(Token);
        Assert.Equal((answer, outcome), (result.ClientCertificate, result.Outcome));
    }

    /// <summary>A server that has no use for what the client still sends resets the connection, and what it said is lost with it.</summary>
    [Theory]
    [InlineData(PeerVerifyMode.QueryPeer, false, ClientCertificateAnswer.Accepted, HostCheckOutcome.Encrypted)]
    [InlineData(PeerVerifyMode.VerifyPeer, false, ClientCertificateAnswer.Missed, HostCheckOutcome.HandshakeFailed)]
    [InlineData(PeerVerifyMode.QueryPeer, true, ClientCertificateAnswer.Refused, HostCheckOutcome.HandshakeFailed)]
    public async Task A_connection_that_is_reset_after_the_handshake_does_not_make_a_good_host_bad(
        PeerVerifyMode mode, bool isAlways, ClientCertificateAnswer answer, HostCheckOutcome outcome)
    {
        Needs.OpenSsl();
        using QSslServer server = Serve(TestPki.Server, backend: "openssl", mode: mode);
        using CuttingRelay relay = new(server.ServerPort, isAlways);
        QSslConfiguration configuration = Trusting();
        (configuration.Backend, configuration.Protocol) = ("openssl", SslProtocol.TlsV1_3);
        HostCheck check = new()
        {
            HostName = TestPki.ServerName, Address = IPAddress.Loopback, Port = relay.Port, Configuration = configuration,
        };
        HostCheckResult result = await check.RunAsync(Token);
        Assert.Equal((answer, outcome), (result.ClientCertificate, result.Outcome));
        Assert.Equal(2, relay.Connections);
    }

    [Theory, MemberData(nameof(SharingKeys))]
    public async Task A_host_that_knows_the_key_needs_no_certificate(string backend)
    {
        byte[] key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        QSslConfiguration configuration = Trusting();
        configuration.Backend = backend;
        using QSslServer server = new() { SslConfiguration = configuration };
        server.PreSharedKeyAuthenticationRequired += (_, e) => e.Authenticator.PreSharedKey = key;
        Listen(server);
        HostCheck check = new()
        {
            HostName = TestPki.ServerName, Address = IPAddress.Loopback, Port = server.ServerPort, Configuration = configuration,
            PreSharedKey = authenticator => (authenticator.Identity, authenticator.PreSharedKey) = ("client"u8.ToArray(), key),
        };
        HostCheckResult result = await check.RunAsync(Token);
        Assert.Equal((HostCheckOutcome.Encrypted, ""), (result.Outcome, result.Failure));
        Assert.True(result.Session!.UsesPreSharedKey);
        Assert.Empty(result.PeerCertificateChain);
    }

    [Theory]
    [InlineData("localhost", 443, -2)]
    [InlineData("localhost", 0, 1)]
    [InlineData("localhost", 65536, 1)]
    [InlineData(" ", 443, 1)]
    public async Task A_property_out_of_its_range_is_refused(string hostName, int port, int seconds)
    {
        HostCheck check = new() { HostName = hostName, Port = port, Timeout = TimeSpan.FromSeconds(seconds) };
        await Assert.ThrowsAnyAsync<ArgumentException>(() => check.RunAsync(Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => check.RunAllAddressesAsync(Token));
    }

    private static HostCheck Check(QSslServer server, string? protocol = null, PeerVerifyMode mode = PeerVerifyMode.AutoVerifyPeer,
        Func<QSslError, bool>? accepts = null, bool revocation = false)
    {
        QSslConfiguration configuration = Trusting();
        configuration.PeerVerifyMode = mode;
        return new()
        {
            HostName = TestPki.ServerName,
            Address = IPAddress.Loopback,
            Port = server.ServerPort,
            StartTls = protocol is null ? null : StartTlsProtocol.Find(protocol),
            Configuration = configuration,
            AcceptsError = accepts,
            ChecksRevocation = revocation,
        };
    }

    private static QSslConfiguration Trusting()
    {
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        configuration.CaCertificates = [TestPki.Root.Certificate];
        return configuration;
    }

    private static QSslServer Serve(
        TestIdentity identity, string? protocol = null, string backend = "", PeerVerifyMode mode = PeerVerifyMode.AutoVerifyPeer)
    {
        QSslConfiguration configuration = Trusting();
        (configuration.LocalCertificateChain, configuration.PrivateKey) = (identity.Chain, identity.Key);
        (configuration.Backend, configuration.PeerVerifyMode) = (backend, mode);
        QSslServer server = new()
        {
            SslConfiguration = configuration,
            StartTls = protocol is null ? null : StartTlsProtocol.Find(protocol),
        };
        Listen(server);
        return server;
    }

    private static void Listen(QSslServer server)
    {
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        server.PendingConnectionAvailable += (_, _) =>
        {
            while (server.NextPendingConnection() is { } accepted)
            {
                accepted.Disconnected += (_, _) => accepted.Dispose();
                accepted.Write("welcome\r\n");
            }
        };
    }
}
