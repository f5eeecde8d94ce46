using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QSslCore.Tests.Support;
using QSslSnippets;

namespace QSslCore.Tests.Examples;

/// <summary>
/// The examples of the reference page do what it says they do. They use the default configuration as it is, so this class
/// gives it the test authorities for as long as it runs, and runs alone.
/// </summary>
[Collection(nameof(ChangesDefaultConfiguration))]
public sealed class SnippetTests : IDisposable
{
    private readonly QSslConfiguration _before = QSslConfiguration.DefaultConfiguration;

    public void Dispose() => QSslConfiguration.DefaultConfiguration = _before;

    [Fact]
    public void The_ready_handler_is_called_when_the_connection_is_encrypted()
    {
        MoreAuthorities.Trust([TestPki.Root.Certificate]);
        using TlsServer server = new(TestPki.Server);
        using ManualResetEventSlim ready = new();
        using QSslSocket client = ReadyHandler.Connect("localhost", server.ServerPort, socket =>
        {
            if (socket.IsEncrypted)
                ready.Set();
        });
        using QSslSocket accepted = server.AcceptEncrypted();
        Assert.True(ready.Wait(10_000), client.ErrorString);
    }

    [Fact]
    public void An_incoming_connection_is_secured()
    {
        QSslConfiguration identity = QSslConfiguration.DefaultConfiguration;
        identity.LocalCertificateChain = TestPki.Server.Chain;
        identity.PrivateKey = TestPki.Server.Key;
        using SecureServer server = new(identity, socket => socket.Write("welcome\n"));
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        server.NewConnection += (_, _) => { };

        using TcpClient tcp = new("localhost", server.ServerPort);
        using SslStream stranger = new(tcp.GetStream(), false, (_, certificate, _, _) =>
            certificate is X509Certificate2 shown && shown.RawData.AsSpan().SequenceEqual(TestPki.Server.Certificate.ToDer()));
        stranger.ReadTimeout = 10_000;
        stranger.AuthenticateAsClient("localhost");
        byte[] answer = new byte["welcome\n".Length];
        stranger.ReadExactly(answer);
        Assert.Equal("welcome\n", Encoding.ASCII.GetString(answer));
    }

    [Theory]
    [InlineData("smtp")]
    [InlineData(null)]
    public async Task A_host_is_looked_at_in_ten_lines(string? name)
    {
        MoreAuthorities.Trust([TestPki.Root.Certificate]);
        StartTlsProtocol? protocol = name is null ? null : StartTlsProtocol.Find(name);
        QSslConfiguration identity = QSslConfiguration.DefaultConfiguration;
        (identity.LocalCertificateChain, identity.PrivateKey) = (TestPki.Server.Chain, TestPki.Server.Key);
        using QSslServer server = new() { SslConfiguration = identity, StartTls = protocol };
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        server.NewConnection += (_, _) => { };
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        string seen = await CheckHost.RunAsync("localhost", server.ServerPort, protocol, limit.Token);
        Assert.Matches($"^localhost:{server.ServerPort} TlsV1_[23] TLS_.*, [0-9]+ days left$", seen);
    }

    [Fact]
    public async Task The_blocking_loop_reads_until_the_server_ends()
    {
        MoreAuthorities.Trust([TestPki.Root.Certificate]);
        using TlsServer server = new(TestPki.Server);
        Task<string> request = Task.Run(() =>
        {
            using QSslSocket accepted = server.AcceptEncrypted();
            Assert.True(accepted.WaitForReadyRead(10_000), accepted.ErrorString);
            string seen = Encoding.ASCII.GetString(accepted.ReadAll());
            accepted.Write("HTTP/1.0 200 OK\r\n\r\n");
            accepted.Write(new string('x', 100_000));
            accepted.DisconnectFromHost();
            Assert.True(accepted.State == SocketState.UnconnectedState || accepted.WaitForDisconnected(10_000));
            return seen;
        });

        string? answer = BlockingGet.Run("localhost", server.ServerPort, out string error);
        Assert.Equal("", error);
        Assert.Equal("HTTP/1.0 200 OK\r\n\r\n".Length + 100_000, answer!.Length);
        Assert.Equal("GET / HTTP/1.0\r\n\r\n", await request);
    }

    [Fact]
    public void Only_what_was_added_to_the_default_authorities_is_trusted()
    {
        using TlsServer server = new(TestPki.Server);
        server.NewConnection += (_, _) =>
        {
            while (server.NextPendingConnection() is { } accepted)
                accepted.Disconnected += (_, _) => accepted.Dispose();
        };
        Assert.Null(BlockingGet.Run("localhost", server.ServerPort, out string stranger));
        Assert.Contains("issuer", stranger, StringComparison.OrdinalIgnoreCase);

        MoreAuthorities.Trust([TestPki.Root.Certificate]);
        using QSslSocket client = new();
        client.ConnectToHostEncrypted("localhost", server.ServerPort);
        Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
    }

    [Fact]
    public async Task The_expected_error_is_accepted_with_its_certificate_and_with_no_other()
    {
        using TestFiles files = new();
        string path = files.Write("server-certificate.pem", TestPki.SelfSigned.Certificate.ToPem());
        using TlsServer expected = new(TestPki.SelfSigned);
        using (QSslSocket client = ExpectedErrors.Connect("localhost", expected.ServerPort, path))
        {
            Task server = Task.Run(() => expected.AcceptEncrypted().Dispose());
            Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
            await server;
        }

        TestIdentity forgery = TestPki.MakeSelfSigned(TestPki.ServerName, "localhost");
        using TlsServer other = new(forgery);
        using QSslSocket refused = ExpectedErrors.Connect("localhost", other.ServerPort, path);
        Task shown = Task.Run(() =>
        {
            using QSslSocket accepted = other.Accept();
            Assert.False(accepted.WaitForEncrypted(10_000));
        });
        Assert.False(refused.WaitForEncrypted(10_000));
        await shown;
        Assert.Equal(SslErrorCode.SelfSignedCertificate, Assert.Single(refused.SslHandshakeErrors).Error);
    }
}
