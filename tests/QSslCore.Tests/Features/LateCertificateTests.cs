using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Features;

/// <summary>A server that asks for the client's certificate after the handshake, as IIS does for some of its paths.</summary>
[SupportedOSPlatform("linux")]
public sealed class LateCertificateTests
{
    public LateCertificateTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a runtime whose servers ask for certificates late, by OpenSSL");
        Needs.OpenSsl();
        Needs.Bundles();
    }

    [Theory]
    [InlineData("openssl", true)]
    [InlineData("sslstream", true)]
    [InlineData("bouncycastle", false)]
    public async Task Tls13_answers_with_the_identity_where_the_library_can(string backend, bool answers)
    {
        Needs.Backend(backend);
        (string? seen, string answer) = await Ask(SslProtocols.Tls13, client =>
        {
            client.SetLocalIdentity(Identity());
            client.Backend = backend;
        });
        Assert.Equal(answers ? TestPki.Client.Certificate.Sha256Thumbprint : null, seen);
        Assert.Equal(answers, answer == "known");
    }

    [Fact]
    public async Task Tls12_answers_with_the_identity_where_renegotiation_is_allowed()
    {
        (string? seen, string answer) = await Ask(SslProtocols.Tls12, client =>
        {
            client.SetLocalIdentity(Identity());
            client.AllowRenegotiation = true;
        });
        Assert.Equal(TestPki.Client.Certificate.Sha256Thumbprint, seen);
        Assert.Equal("known", answer);
    }

    [Fact]
    public async Task Tls12_does_not_renegotiate_and_says_so()
    {
        ConcurrentQueue<string> warnings = [];
        void Note(object? sender, QSslWarningEventArgs e)
        {
            if (e.Message.Contains("renegotiation", StringComparison.Ordinal))
                warnings.Enqueue(e.Message);
        }
        QSslWarnings.Raised += Note;
        try
        {
            (string? seen, string answer) = await Ask(SslProtocols.Tls12, client => client.SetLocalIdentity(Identity()));
            Assert.Null(seen);
            Assert.NotEqual("known", answer);
        }
        finally
        {
            QSslWarnings.Raised -= Note;
        }
        // Other tests warn of their own connections meanwhile.
        Assert.Contains(warnings, text => text.Contains("renegotiation is off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_an_identity_it_is_not_offered()
    {
        (string? seen, string answer) = await Ask(SslProtocols.Tls13, _ => { });
        Assert.Null(seen);
        Assert.NotEqual("known", answer);
    }

    private static X509Certificate2 Identity() => TestPki.Client.Certificate.ToX509Certificate2(TestPki.Client.Key);

    /// <summary>Connects, sends a request, and is asked for a certificate then.</summary>
    private static async Task<(string? Seen, string Answer)> Ask(SslProtocols protocol, Action<QSslConfiguration> configure)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task<string?> serving = Task.Run(() => Serve(listener, protocol));
        QSslConfiguration configuration = new() { CaCertificates = [TestPki.Root.Certificate], Backend = "openssl" };
        configure(configuration);
        using QSslSocket socket = new() { SslConfiguration = configuration, PeerVerifyName = TestPki.ServerName };
        await socket.ConnectToHostEncryptedAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        using Stream stream = socket.AsStream();
        await stream.WriteAsync("request"u8.ToArray());
        byte[] buffer = new byte[16];
        string answer = "";
        try
        {
            int count = await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
            answer = Encoding.ASCII.GetString(buffer, 0, count);
        }
        catch (IOException)
        {
            // The server ended the connection.
        }
        socket.Abort();
        return (await serving.WaitAsync(TimeSpan.FromSeconds(20)), answer);
    }

    private static async Task<string?> Serve(TcpListener listener, SslProtocols protocol)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync();
        using SslStream stream = new(client.GetStream());
        using X509Certificate2 server = TestPki.Server.Certificate.ToX509Certificate2(TestPki.Server.Key);
        X509Certificate2Collection links = [.. TestPki.Server.Chain.Skip(1).Select(link => link.ToX509Certificate2())];
        try
        {
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                EnabledSslProtocols = protocol,
                AllowRenegotiation = true,
                ServerCertificateContext = SslStreamCertificateContext.Create(server, links, offline: true),
                RemoteCertificateValidationCallback = (_, shown, _, _) =>
                    shown is null || shown.Subject.Contains("Test Client", StringComparison.Ordinal),
            });
            byte[] buffer = new byte[7];
            await stream.ReadExactlyAsync(buffer);
            await stream.NegotiateClientCertificateAsync();
            if (stream.RemoteCertificate is not X509Certificate2 shown)
                return null;
            await stream.WriteAsync("known"u8.ToArray());
            return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(shown.RawData));
        }
        // The runtime tells a client that cannot answer by an exception of its own, which has no public type.
        catch (Exception e) when (e is IOException or AuthenticationException or InvalidOperationException
            || e.GetType().Name == "SslException")
        {
            return null;
        }
    }
}
