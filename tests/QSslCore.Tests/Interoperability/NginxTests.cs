using System.Globalization;
using System.Text;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Interoperability;

/// <summary>nginx as the server.</summary>
public sealed class NginxTests
{
    private const int PageLength = 300_000;

    public static TheoryData<string, string> Ways =>
        new MatrixTheoryData<string, string>(["TLSv1.2", "TLSv1.3"], ["rsa", "ecdsa", "ed25519"]);

    public static TheoryData<string, SslErrorCode> Forged => Forgeries.All;

    private static (ExternalProgram Program, int Port) Start(TestFiles files, PeerIdentity identity, params string[] settings)
    {
        ExternalProgram.Require("nginx", "nginx-light");
        int port = ExternalProgram.FreePort();
        files.Write("html/page.txt", Page());
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
                    listen 127.0.0.1:{{port}} ssl;
                    ssl_certificate {{identity.Chain}};
                    ssl_certificate_key {{identity.Key}};
                    root {{files.PathOf("html")}};
                    add_header X-Client "$ssl_client_verify $ssl_client_s_dn";
                    {{string.Join("\n        ", settings)}}
                }
            }
            """);
        ExternalProgram program = ExternalProgram.Start("nginx", "-p", files.Directory, "-c", configuration, "-e", "stderr");
        program.WaitForPort(port);
        return (program, port);
    }

    /// <summary>Not the same twice anywhere: a byte lost, doubled or swapped shows.</summary>
    private static string Page()
    {
        StringBuilder page = new(PageLength + 16);
        for (int line = 0; page.Length < PageLength; line++)
            page.Append(CultureInfo.InvariantCulture, $"line {line}\n");
        return page.ToString();
    }

    private static QSslSocket Client(QSslCertificate root)
    {
        QSslSocket socket = new();
        QSslConfiguration configuration = socket.SslConfiguration;
        configuration.CaCertificates = [root];
        configuration.AllowedNextProtocols = ["h2", "http/1.1"];
        socket.SslConfiguration = configuration;
        return socket;
    }

    private static (string Head, string Body) Get(QSslSocket client, string path)
    {
        client.Write(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {TestPki.ServerName}\r\n\r\n"));
        StringBuilder head = new();
        while (true)
        {
            while (!client.CanReadLine)
                Assert.True(client.WaitForReadyRead(10_000), client.ErrorString);
            string line = Encoding.ASCII.GetString(client.ReadLine());
            if (line == "\r\n")
                break;
            head.Append(line);
        }
        string length = head.ToString().Split("\r\n")
            .Single(l => l.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))[16..];
        byte[] body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
        for (int have = 0; have < body.Length;)
        {
            if (client.BytesAvailable == 0)
                Assert.True(client.WaitForReadyRead(10_000), client.ErrorString);
            have += (int)client.Read(body.AsSpan(have));
        }
        return (head.ToString(), Encoding.ASCII.GetString(body));
    }

    [Theory, MemberData(nameof(Ways))]
    public void Two_pages_come_whole_over_one_connection(string version, string key)
    {
        using TestFiles files = new();
        PeerIdentity identity = PeerIdentity.Make(files, key);
        (ExternalProgram server, int port) = Start(files, identity, $"ssl_protocols {version};");
        using (server)
        {
            using QSslSocket client = Client(identity.Root);
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
            Assert.Equal(version == "TLSv1.2" ? SslProtocol.TlsV1_2 : SslProtocol.TlsV1_3, client.SessionProtocol);
            Assert.Equal("http/1.1", client.NextNegotiatedProtocol);
            string page = Page();
            Assert.Equal(page, Get(client, "/page.txt").Body);
            Assert.Equal(page, Get(client, "/page.txt").Body);
            client.DisconnectFromHost();
            Assert.True(client.State == SocketState.UnconnectedState || client.WaitForDisconnected(5000));
        }
    }

    [Theory, MemberData(nameof(Forged))]
    public void It_is_refused_when_it_is_forged(string name, SslErrorCode expected)
    {
        using TestFiles files = new();
        (ExternalProgram server, int port) = Start(files, PeerIdentity.Of(files, Forgeries.Find(name), TestPki.Root));
        using (server)
            Forgeries.AssertRefused(port, expected);
    }

    [Theory]
    [InlineData("TLSv1.2")]
    [InlineData("TLSv1.3")]
    public void It_knows_us_by_our_certificate(string version)
    {
        using TestFiles files = new();
        PeerIdentity identity = PeerIdentity.Make(files, "ecdsa");
        (ExternalProgram server, int port) = Start(
            files, identity, $"ssl_protocols {version};", $"ssl_client_certificate {identity.Authority};", "ssl_verify_client on;",
                "ssl_verify_depth 3;");
        using (server)
        {
            using (QSslSocket known = Client(identity.Root))
            {
                known.LocalCertificateChain = TestPki.Client.Chain;
                known.PrivateKey = TestPki.Client.Key;
                known.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
                Assert.True(known.WaitForEncrypted(10_000), known.ErrorString);
                (string head, _) = Get(known, "/page.txt");
                Assert.StartsWith("HTTP/1.1 200", head, StringComparison.Ordinal);
                Assert.Matches("X-Client: SUCCESS .*CN=Test Client", head);
            }
            foreach (TestIdentity? identityOfStranger in new[] { null, TestPki.UnknownClient })
            {
                using QSslSocket stranger = Client(identity.Root);
                stranger.LocalCertificateChain = identityOfStranger?.Chain ?? [];
                if (identityOfStranger is not null)
                    stranger.PrivateKey = identityOfStranger.Key;
                stranger.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
                Assert.True(stranger.WaitForEncrypted(10_000), stranger.ErrorString);
                // nginx tells strangers over HTTP, not by an alert.
                Assert.StartsWith("HTTP/1.1 400", Get(stranger, "/page.txt").Head, StringComparison.Ordinal);
            }
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task An_HttpClient_works_over_a_socket_as_its_stream(string protocol, string key)
    {
        using TestFiles files = new();
        PeerIdentity identity = PeerIdentity.Make(files, key);
        (ExternalProgram program, int port) = Start(files, identity, $"ssl_protocols {protocol};");
        using ExternalProgram running = program;
        using SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (context, token) =>
            {
                QSslSocket socket = Client(identity.Root);
                socket.PeerVerifyName = context.DnsEndPoint.Host;
                await socket.ConnectToHostEncryptedAsync("127.0.0.1", context.DnsEndPoint.Port, token);
                return socket.AsStream();
            },
        };
        using HttpClient http = new(handler);
        // TLS is the socket's: to the client it is a plain connection.
        Uri page = new($"http://{TestPki.ServerName}:{port}/page.txt");
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));
        Assert.Equal(Page(), await http.GetStringAsync(page, limit.Token));
        Assert.Equal(Page(), await http.GetStringAsync(page, limit.Token));
        page = new($"http://wrong.test:{port}/page.txt");
        HttpRequestException e = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(page, limit.Token));
        Assert.Contains("wrong.test", e.InnerException!.Message, StringComparison.Ordinal);
    }
}
