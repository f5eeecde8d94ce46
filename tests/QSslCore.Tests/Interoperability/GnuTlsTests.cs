using System.Text;
using QSslCore.Sockets;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Interoperability;

/// <summary>
/// GnuTLS at the other end, as server and as client. Its server has no option for an address and listens on all of them,
/// for as long as a test takes.
/// </summary>
public sealed class GnuTlsTests
{
    private const string Package = "gnutls-bin";

    private static readonly string[] s_versions = ["TLS1.2", "TLS1.3"];

    public static TheoryData<string, string, string> Ways =>
        new MatrixTheoryData<string, string, string>(BackendPairs.WithTls, s_versions, ["rsa", "ecdsa", "ed25519"]);

    public static TheoryData<string, string, bool> Needed =>
        new MatrixTheoryData<string, string, bool>(BackendPairs.WithTls, s_versions, [true, false]);

    public static TheoryData<string, string> Versions => new MatrixTheoryData<string, string>(BackendPairs.WithTls, s_versions);

    public static TheoryData<string, bool> Given => new MatrixTheoryData<string, bool>(BackendPairs.WithTls, [true, false]);

    public static TheoryData<string, SslErrorCode> Forged => Forgeries.All;

    private static SslProtocol Protocol(string version) => version == "TLS1.2" ? SslProtocol.TlsV1_2 : SslProtocol.TlsV1_3;

    private static string Priority(string version) => $"NORMAL:-VERS-ALL:+VERS-{version}";

    private static (ExternalProgram Program, int Port) StartServer(PeerIdentity identity, params string[] more)
    {
        ExternalProgram.Require("gnutls-serv", Package);
        int port = ExternalProgram.FreePort();
        ExternalProgram program = ExternalProgram.Start(
            "gnutls-serv", ["--echo", "--port", $"{port}", "--x509certfile", identity.Chain, "--x509keyfile", identity.Key, .. more]);
        program.WaitForPort(port);
        return (program, port);
    }

    private static ExternalProgram StartClient(int port, string authority, params string[] more)
    {
        ExternalProgram.Require("gnutls-cli", Package);
        return ExternalProgram.Start(
            "gnutls-cli",
            ["--port", $"{port}", "--x509cafile", authority, "--sni-hostname", TestPki.ServerName, "--verify-hostname", TestPki.ServerName,
                .. more, "127.0.0.1"]);
    }

    private static QSslSocket Client(string backend, QSslCertificate root)
    {
        QSslSocket socket = new();
        QSslConfiguration configuration = socket.SslConfiguration;
        (configuration.Backend, configuration.CaCertificates) = (backend, [root]);
        socket.SslConfiguration = configuration;
        return socket;
    }

    private static QSslConfiguration Identity(string backend, QSslCertificate[] chain, QSslKey key)
    {
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        (configuration.Backend, configuration.LocalCertificateChain, configuration.PrivateKey) = (backend, chain, key);
        return configuration;
    }

    private static string ReadLine(QTcpSocket socket)
    {
        while (!socket.CanReadLine)
            Assert.True(socket.WaitForReadyRead(10_000), socket.ErrorString);
        return Encoding.ASCII.GetString(socket.ReadLine());
    }

    [Theory, MemberData(nameof(Ways))]
    public void Its_server_sends_our_line_back(string backend, string version, string key)
    {
        using TestFiles files = new();
        PeerIdentity identity = PeerIdentity.Make(files, key);
        (ExternalProgram server, int port) = StartServer(identity, "--priority", Priority(version));
        using (server)
        {
            using QSslSocket client = Client(backend, identity.Root);
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
            Assert.Equal(Protocol(version), client.SessionProtocol);
            Assert.Empty(client.SslHandshakeErrors);
            client.Write("there and back\n");
            Assert.Equal("there and back\n", ReadLine(client));
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public void Its_client_verifies_our_server(string backend, string version, string key)
    {
        Needs.Backend(backend);
        using TestFiles files = new();
        PeerIdentity identity = PeerIdentity.Make(files, key);
        QSslCertificate[] chain = [.. QSslCertificate.FromPath(identity.Chain)];
        QSslKey privateKey = new(File.ReadAllBytes(identity.Key), key == "rsa" ? KeyAlgorithm.Rsa : key == "ecdsa" ? KeyAlgorithm.Ec
            : KeyAlgorithm.Opaque);
        if (QSslServer.DescribeFault(Identity(backend, chain, privateKey)) is { Length: > 0 } fault)
        {
            Assert.Equal("ed25519", key);
            Assert.Contains($"'{backend}'", fault, StringComparison.Ordinal);
            return;
        }
        using TlsServer server = new(chain, privateKey, c => c.Backend = backend);
        using ExternalProgram client = StartClient(server.ServerPort, identity.Authority, "--priority", Priority(version));
        using QSslSocket accepted = server.AcceptEncrypted();
        Assert.Equal(Protocol(version), accepted.SessionProtocol);
        client.Input.WriteLine("to the server");
        client.Input.Flush();
        Assert.Equal("to the server\n", ReadLine(accepted));
        accepted.Write("to the client\n");
        Assert.Equal(DriveResult.Satisfied, accepted.Drive(SocketGoal.AllWritten, 5000));
        accepted.DisconnectFromHost();
        Assert.Equal(0, client.WaitForExit());
        Assert.Contains("The certificate is trusted", client.Output, StringComparison.Ordinal);
        Assert.Contains("to the client", client.Output, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Forged))]
    public void Its_server_is_refused_when_it_is_forged(string name, SslErrorCode expected)
    {
        using TestFiles files = new();
        (ExternalProgram server, int port) = StartServer(PeerIdentity.Of(files, Forgeries.Find(name), TestPki.Root));
        using (server)
            Forgeries.AssertRefused(port, expected);
    }

    [Theory, MemberData(nameof(Versions))]
    public void Its_client_refuses_our_server_without_the_authority(string backend, string version)
    {
        using TestFiles files = new();
        string stranger = files.Write("other.pem", TestPki.OtherRoot.Certificate.ToPem());
        using TlsServer server = new(TestPki.Server, c => c.Backend = backend);
        using ExternalProgram client = StartClient(server.ServerPort, stranger, "--priority", Priority(version));
        using QSslSocket accepted = server.Accept();
        // With TLS 1.3 a server is done before its client has judged it.
        if (accepted.WaitForEncrypted(10_000))
            Assert.False(accepted.WaitForReadyRead(10_000));
        Assert.NotEqual(QSocketError.UnknownSocketError, accepted.Error);
        Assert.NotEqual(0, client.WaitForExit());
        Assert.Contains("NOT trusted", client.Output, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Needed))]
    public void Its_server_gets_the_certificate_that_it_requires(string backend, string version, bool given)
    {
        using TestFiles files = new();
        PeerIdentity identity = PeerIdentity.Make(files, "ecdsa");
        (ExternalProgram server, int port) = StartServer(
            identity, "--priority", Priority(version), "--require-client-cert", "--verify-client-cert", "--x509cafile", identity.Authority);
        using (server)
        {
            using QSslSocket client = Client(backend, identity.Root);
            if (given)
            {
                client.LocalCertificateChain = TestPki.Client.Chain;
                client.PrivateKey = TestPki.Client.Key;
            }
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            bool encrypted = client.WaitForEncrypted(10_000);
            client.Write("it is me\n");
            bool answered = encrypted && client.WaitForReadyRead(10_000);
            Assert.Equal(given, answered);
            if (!given)
                Assert.NotEqual(QSocketError.UnknownSocketError, client.Error);
        }
    }

    [Theory, MemberData(nameof(Given))]
    public void Our_server_requires_the_certificate_of_its_client(string backend, bool given)
    {
        using TestFiles files = new();
        string authority = files.Write("ca.pem", TestPki.Root.Certificate.ToPem());
        (string chain, string key) = files.Write("client", TestPki.Client);
        using TlsServer server = new(TestPki.Server, configuration =>
        {
            configuration.Backend = backend;
            configuration.PeerVerifyMode = PeerVerifyMode.VerifyPeer;
            configuration.CaCertificates = [TestPki.Root.Certificate];
        });
        string[] identity = given ? ["--x509certfile", chain, "--x509keyfile", key] : [];
        using ExternalProgram client = StartClient(server.ServerPort, authority, identity);
        using QSslSocket accepted = server.Accept();
        Assert.Equal(given, accepted.WaitForEncrypted(10_000));
        if (given)
            Assert.Equal(TestPki.Client.Certificate, accepted.PeerCertificate);
        else
            Assert.Equal(SslErrorCode.NoPeerCertificate, Assert.Single(accepted.SslHandshakeErrors).Error);
    }
}
