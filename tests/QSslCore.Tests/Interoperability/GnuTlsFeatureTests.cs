using System.Net;
using System.Text;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Interoperability;

/// <summary>GnuTLS at the other end of what goes beyond certificates: pre-shared keys, sessions, a server's names.</summary>
public sealed class GnuTlsFeatureTests
{
    private const string Package = "gnutls-bin";
    private const string Key = "1a2b3c4d5e6f708192a3b4c5d6e7f809";

    [Theory]
    [InlineData("TLS1.2", true)]
    [InlineData("TLS1.3", true)]
    [InlineData("TLS1.2", false)]
    [InlineData("TLS1.3", false)]
    public void Its_server_lets_in_who_knows_the_key(string version, bool knows)
    {
        ExternalProgram.Require("gnutls-serv", Package);
        using TestFiles files = new();
        string passwords = files.Write("psk.txt", $"device:{Key}\n");
        int port = ExternalProgram.FreePort();
        using ExternalProgram server = ExternalProgram.Start(
            "gnutls-serv", "--echo", "--port", $"{port}", "--pskpasswd", passwords, "--priority", Priority(version));
        server.WaitForPort(port);
        using QSslSocket client = new();
        client.PreSharedKeyAuthenticationRequired += (_, e) =>
            (e.Authenticator.Identity, e.Authenticator.PreSharedKey) = ("device"u8.ToArray(), knows
                ? Convert.FromHexString(Key)
                : new byte[16]);
        AcceptWhoKnowsTheKey(client);
        Restrict(client, version);
        client.ConnectToHostEncrypted("127.0.0.1", port);
        Assert.Equal(knows, client.WaitForEncrypted(10_000));
        Assert.Equal(knows, client.UsesPreSharedKey && client.IsEncrypted);
        if (!knows)
            return;
        client.Write("there and back\n");
        while (!client.CanReadLine)
            Assert.True(client.WaitForReadyRead(10_000), client.ErrorString);
        Assert.Equal("there and back\n"u8, client.ReadLine());
    }

    [Theory]
    [InlineData("TLS1.2", true)]
    [InlineData("TLS1.3", true)]
    [InlineData("TLS1.2", false)]
    [InlineData("TLS1.3", false)]
    public void Its_client_is_let_in_when_it_knows_the_key(string version, bool knows)
    {
        ExternalProgram.Require("gnutls-cli", Package);
        using QSslServer server = new();
        QSslConfiguration configuration = new();
        if (version == "TLS1.2")
            (configuration.Protocol, configuration.Ciphers) = (SslProtocol.TlsV1_2,
                [new("PSK-AES256-GCM-SHA384"), new("ECDHE-PSK-CHACHA20-POLY1305")]);
        server.SslConfiguration = configuration;
        List<string> asked = [];
        server.PreSharedKeyAuthenticationRequired += (_, e) =>
        {
            asked.Add(Encoding.ASCII.GetString(e.Authenticator.Identity));
            e.Authenticator.PreSharedKey = Convert.FromHexString(Key);
        };
        server.SslErrors += (_, e) => e.Socket.IgnoreSslErrors();
        using CountdownEvent outcome = new(1);
        server.ErrorOccurred += (_, _) => outcome.Signal();
        server.PendingConnectionAvailable += (_, _) => outcome.Signal();
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        using ExternalProgram client = ExternalProgram.Start(
            "gnutls-cli", "--port", $"{server.ServerPort}", "--pskusername", "device", "--pskkey", knows
                ? Key
                : new string('0', 32), "--priority", Priority(version), "127.0.0.1");
        Assert.True(outcome.Wait(10_000), client.Output);
        Assert.Equal("device", asked[0]);
        Assert.Equal(knows, server.HasPendingConnections);
        if (knows)
        {
            using QSslSocket socket = (QSslSocket)server.NextPendingConnection()!;
            Assert.True(socket.UsesPreSharedKey);
        }
    }

    [Theory]
    [InlineData("TLS1.2")]
    [InlineData("TLS1.3")]
    public void Its_client_resumes_a_session_and_sees_the_certificate_of_the_name(string version)
    {
        ExternalProgram.Require("gnutls-cli", Package);
        using TestFiles files = new();
        string authority = files.Write("ca.pem", TestPki.Root.Certificate.ToPem());
        TestIdentity named = TestPki.Leaf(["named.test"]);
        using QSslServer server = new()
        {
            SslConfiguration = new()
            {
                LocalCertificateChain = TestPki.Server.Chain,
                PrivateKey = TestPki.Server.Key,
                ServerIdentities = [new("named.test", named.Chain, named.Key)],
            },
        };
        List<QSslSocket> taken = [];
        server.PendingConnectionAvailable += (_, _) =>
        {
            while (server.NextPendingConnection() is QSslSocket socket)
            {
                lock (taken)
                    taken.Add(socket);
                // Its client goes on when it has heard something.
                socket.ReadyRead += (_, _) => socket.ReadAll();
                socket.Write("hello\n");
            }
        };
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        using ExternalProgram client = ExternalProgram.Start(
            "gnutls-cli", "--port", $"{server.ServerPort}", "--x509cafile", authority, "--sni-hostname", "named.test", "--verify-hostname",
                "named.test",
            "--resume", "--waitresumption", "--priority", $"NORMAL:-VERS-ALL:+VERS-{version}", "127.0.0.1");
        client.WaitForOutput("This is a resumed session");
        Assert.True(SpinWait.SpinUntil(() => { lock (taken) return taken.Exists(s => s.IsSessionReused); }, 10_000));
        lock (taken)
            taken.ForEach(s => s.Dispose());
    }

    private static string Priority(string version) =>
        version == "TLS1.2"
            ? "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+PSK:+ECDHE-PSK"
            : "NORMAL:-VERS-ALL:+VERS-TLS1.3:-KX-ALL:+ECDHE-PSK:+PSK:+DHE-PSK";

    private static void Restrict(QSslSocket client, string version)
    {
        QSslConfiguration configuration = client.SslConfiguration;
        configuration.Protocol = version == "TLS1.2" ? SslProtocol.TlsV1_2 : SslProtocol.TlsV1_3;
        if (version == "TLS1.2")
            configuration.Ciphers = [new("PSK-AES256-GCM-SHA384"), new("ECDHE-PSK-CHACHA20-POLY1305")];
        client.SslConfiguration = configuration;
    }

    private static void AcceptWhoKnowsTheKey(QSslSocket client) => client.SslErrors += (_, e) =>
    {
        if (client.UsesPreSharedKey && e.Errors.All(x => x.Error == SslErrorCode.NoPeerCertificate))
            client.IgnoreSslErrors();
    };
}
