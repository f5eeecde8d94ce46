using System.Net;
using System.Net.Sockets;
using QSslCore.Tests.Interoperability;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Probing;

/// <summary>Runs over sockets: STARTTLS, addresses, delays, limits, and servers that hold on.</summary>
public sealed class HostSurveyTests(ITestOutputHelper output)
{
    private const SslProfileSections Few = SslProfileSections.Protocols;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<SslHostProfile> WithServerAsync(
        Func<int, Task<SslHostProfile>> run, StartTlsProtocol? protocol = null, IPAddress? address = null)
    {
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        configuration.LocalCertificateChain = TestPki.ServerRsa.Chain;
        configuration.PrivateKey = TestPki.ServerRsa.Key;
        Needs.Backend(configuration.Backend);
        using QSslServer server = new() { SslConfiguration = configuration, StartTls = protocol };
        Assert.True(server.Listen(address ?? IPAddress.Loopback), server.ErrorString);
        server.AcceptInBackground();
        return await run(server.ServerPort);
    }

    [Theory]
    [InlineData("smtp")]
    [InlineData("postgres")]
    [InlineData("mssql")]
    public async Task A_protocol_before_tls_is_led_first(string name)
    {
        StartTlsProtocol protocol = StartTlsProtocol.Find(name)!;
        SslHostProfile profile = await WithServerAsync(
            port => new HostSurvey("127.0.0.1", port) { StartTls = protocol, Sections = Few | SslProfileSections.Ciphers }.RunAsync(Token),
            protocol);

        Assert.Equal("", profile.Failure);
        Assert.Equal(name, profile.StartTls);
        Assert.Contains(profile.Protocols, p => p is { Version: "TLS 1.2", Status: "Accepted", Ciphers.Length: > 3 });
        Assert.Equal("NotApplicable", profile.Hsts.Status);
    }

    [Fact]
    public async Task A_protocol_that_the_host_does_not_speak_is_the_failure()
    {
        SslHostProfile profile = await WithServerAsync(
            port => new HostSurvey("127.0.0.1", port) { StartTls = StartTlsProtocol.Find("pop3"), Sections = Few }.RunAsync(Token),
            StartTlsProtocol.Find("smtp"));

        Assert.Contains("pop3", profile.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ipv6_is_reached_by_its_address()
    {
        if (!Socket.OSSupportsIPv6)
            Assert.Skip("needs IPv6");
        SslHostProfile profile = await WithServerAsync(
            port => new HostSurvey("::1", port) { Sections = Few }.RunAsync(Token), address: IPAddress.IPv6Loopback);

        Assert.Equal(("", "::1"), (profile.Failure, profile.Address));
        Assert.Equal("NotApplicable", (await WithServerAsync(port => new HostSurvey("127.0.0.1", port)
        {
            Sections = SslProfileSections.Certificates,
        }.RunAsync(Token))).SniRequired.Value);
    }

    /// <summary>It takes connections, and never says a word.</summary>
    [Fact]
    public async Task A_silent_host_ends_with_the_limit()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        HostSurvey survey = new("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port)
        {
            AnswerTimeout = TimeSpan.FromMilliseconds(100),
            Timeout = TimeSpan.FromSeconds(30),
        };
        SslHostProfile profile = await survey.RunAsync(Token);

        Assert.NotEmpty(profile.Failure);
        Assert.All(profile.Protocols, row => Assert.Equal("Unknown", row.Status));
        Assert.True(profile.Duration < TimeSpan.FromSeconds(20), $"{profile.Duration}");
    }

    /// <summary>One byte at a time, for ever.</summary>
    [Fact]
    public async Task A_host_that_drips_ends_with_the_limit()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        listener.Start();
        Task serving = DripAsync(listener, end.Token);
        HostSurvey survey = new("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port)
        {
            AnswerTimeout = TimeSpan.FromSeconds(20),
            Timeout = TimeSpan.FromSeconds(1),
        };
        SslHostProfile profile = await survey.RunAsync(Token);
        await end.CancelAsync();
        await serving;

        Assert.Contains("time", profile.Failure, StringComparison.Ordinal);
        Assert.True(profile.Duration < TimeSpan.FromSeconds(40), $"{profile.Duration}");
    }

    private static async Task DripAsync(TcpListener listener, CancellationToken end)
    {
        List<Task> clients = [];
        try
        {
            while (true)
                clients.Add(DripAsync(await listener.AcceptTcpClientAsync(end), end));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(clients);
        }
    }

    private static async Task DripAsync(TcpClient client, CancellationToken end)
    {
        using (client)
        {
            try
            {
                // A record that is announced as long, and comes byte by byte.
                byte[] start = [22, 3, 3, 64, 0, 2, 0, 63, 0];
                for (int i = 0; ; i++)
                {
                    await client.GetStream().WriteAsync(new[] { i < start.Length ? start[i] : (byte)0 }, end);
                    await Task.Delay(20, end);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The survey has hung up.
            }
        }
    }

    [Fact]
    public async Task A_cancelled_run_throws_and_leaves_nothing_open()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<SslHostProfile> run = new HostSurvey("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port).RunAsync(cancel.Token);
        using TcpClient first = await listener.AcceptTcpClientAsync(Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task Nginx_is_described_with_its_header()
    {
        ExternalProgram.Require("nginx", "nginx-light");
        using TestFiles files = new();
        PeerIdentity identity = PeerIdentity.Make(files, "rsa");
        int port = ExternalProgram.FreePort();
        string configuration = files.Write("nginx.conf", $$"""
            daemon off;
            master_process off;
            pid {{files.PathOf("nginx.pid")}};
            error_log stderr warn;
            events { worker_connections 64; }
            http {
                access_log off;
                client_body_temp_path {{files.PathOf("body")}};
                proxy_temp_path {{files.PathOf("proxy")}};
                fastcgi_temp_path {{files.PathOf("fastcgi")}};
                uwsgi_temp_path {{files.PathOf("uwsgi")}};
                scgi_temp_path {{files.PathOf("scgi")}};
                server {
                    listen 127.0.0.1:{{port}} ssl http2;
                    ssl_certificate {{identity.Chain}};
                    ssl_certificate_key {{identity.Key}};
                    ssl_protocols TLSv1.2 TLSv1.3;
                    ssl_prefer_server_ciphers on;
                    add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;
                    return 204;
                }
            }
            """);
        using ExternalProgram program = ExternalProgram.Start("nginx", "-p", files.Directory, "-c", configuration, "-e", "stderr");
        program.WaitForPort(port);
        HostSurvey survey = new("127.0.0.1", port) { PeerName = TestPki.ServerName };
        // The first runs load and compile code.
        for (int i = 0; i < 4; i++)
            await survey.RunAsync(Token);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        SslHostProfile profile = await survey.RunAsync(Token);
        TimeSpan used = Environment.CpuUsage.TotalTime - before;
        output.WriteLine(
            $"{profile.Connections} connections, {profile.Duration.TotalMilliseconds:F0} ms, {used.TotalMilliseconds:F0} ms of CPU");

        Assert.Equal("", profile.Failure);
        Assert.Empty(profile.Gaps);
        Assert.Equal(("Yes", 31536000, true), (profile.Hsts.Status, profile.Hsts.MaxAgeSeconds, profile.Hsts.IncludeSubDomains));
        Assert.Equal(["Server", "Server"], profile.Protocols.Where(p => p.Status == "Accepted").Select(p => p.Order));
        Assert.Contains("http/1.1", profile.Alpn);
        Assert.InRange(profile.Connections, 30, 150);
    }

    /// <summary>Each answer takes 50 ms on its way.</summary>
    [Fact]
    public async Task A_host_that_is_far_is_described_within_seconds()
    {
        SslHostProfile profile = await WithServerAsync(async port =>
        {
            using DelayingRelay relay = new(port, TimeSpan.FromMilliseconds(50));
            return await new HostSurvey("127.0.0.1", relay.Port) { PeerName = TestPki.ServerName }.RunAsync(Token);
        });
        output.WriteLine($"{profile.Connections} connections, {profile.Duration.TotalMilliseconds:F0} ms");

        Assert.Equal("", profile.Failure);
        Assert.True(profile.Duration < TimeSpan.FromSeconds(40), $"{profile.Duration}");
    }

    /// <summary>GnuTLS has its own ways to refuse.</summary>
    [Fact]
    public async Task GnuTls_is_described()
    {
        ExternalProgram.Require("gnutls-serv", "gnutls-bin");
        using TestFiles files = new();
        PeerIdentity identity = PeerIdentity.Make(files, "rsa, for any use");
        int port = ExternalProgram.FreePort();
        using ExternalProgram program = ExternalProgram.Start("gnutls-serv", "--http", "-p", $"{port}", "--x509certfile", identity.Chain,
            "--x509keyfile", identity.Key, "--priority",
            "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1");
        program.WaitForPort(port);
        SslHostProfile profile = await new HostSurvey("127.0.0.1", port) { PeerName = TestPki.ServerName }.RunAsync(Token);

        Assert.Equal("", profile.Failure);
        Assert.Equal(["TLS 1.2", "TLS 1.3"], profile.Protocols.Where(p => p.Status == "Accepted").Select(p => p.Version));
        Assert.Equal(["secp256r1", "x25519"], profile.Groups.Where(g => g.Versions.Contains("TLS 1.3")).Select(g => g.Name).Order());
        Assert.Contains(profile.Protocols[4].Ciphers, c => c.OpenSslName == "ECDHE-RSA-AES256-GCM-SHA384");
        Assert.Single(profile.Certificates);
    }
}
