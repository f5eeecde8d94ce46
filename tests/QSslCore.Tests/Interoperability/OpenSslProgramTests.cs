using System.Net;
using System.Text;
using QSslCore.Sockets;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Interoperability;

/// <summary>The openssl program at the other end, as server and as client.</summary>
public sealed class OpenSslProgramTests
{
    public static TheoryData<string, bool> Versions => new()
    {
        { "-tls1_2", false },
        { "-tls1_2", true },
        { "-tls1_3", false },
        { "-tls1_3", true },
    };

    private static SslProtocol Protocol(string option) => option == "-tls1_2" ? SslProtocol.TlsV1_2 : SslProtocol.TlsV1_3;

    private static QSslSocket Client(TestIdentity? root = null)
    {
        QSslSocket socket = new();
        QSslConfiguration configuration = socket.SslConfiguration;
        configuration.CaCertificates = [(root ?? TestPki.Root).Certificate, TestPki.RootRsa.Certificate];
        socket.SslConfiguration = configuration;
        return socket;
    }

    private static (ExternalProgram Program, int Port) StartServer(TestFiles files, TestIdentity identity, params string[] more)
    {
        ExternalProgram.RequireOpenSslPeer();
        (string chain, string key) = files.Write("server", identity);
        int port = ExternalProgram.FreePort();
        ExternalProgram program = ExternalProgram.Start(
            "openssl", ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", chain, "-cert_chain", chain, "-key", key, .. more]);
        program.WaitForOutput("ACCEPT");
        return (program, port);
    }

    [Theory, MemberData(nameof(Versions))]
    public void Lines_go_both_ways_with_its_server(string version, bool rsa)
    {
        using TestFiles files = new();
        (ExternalProgram server, int port) = StartServer(files, rsa ? TestPki.ServerRsa : TestPki.Server, version);
        using (server)
        {
            using QSslSocket client = Client();
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
            Assert.Equal(Protocol(version), client.SessionProtocol);
            Assert.False(client.SessionCipher.IsNull);
            Assert.Empty(client.SslHandshakeErrors);
            Assert.NotEmpty(client.PeerCertificateChain);
            client.Write("to the server\n");
            Assert.True(client.Flush());
            server.WaitForOutput("to the server");
            server.Input.WriteLine("to the client");
            server.Input.Flush();
            while (!client.CanReadLine)
                Assert.True(client.WaitForReadyRead(10_000), client.ErrorString);
            Assert.Equal("to the client\n", Encoding.ASCII.GetString(client.ReadLine()));
            client.DisconnectFromHost();
            Assert.True(client.State == SocketState.UnconnectedState || client.WaitForDisconnected(5000));
            server.WaitForOutput("DONE");
        }
    }

    [Theory, MemberData(nameof(Versions))]
    public void Lines_go_both_ways_with_its_client(string version, bool rsa)
    {
        ExternalProgram.RequireOpenSslPeer();
        using TestFiles files = new();
        string ca = files.Write("ca.pem", (rsa ? TestPki.RootRsa : TestPki.Root).Certificate.ToPem());
        using TlsServer server = new(rsa ? TestPki.ServerRsa : TestPki.Server);
        using ExternalProgram client = ExternalProgram.Start(
            "openssl", "s_client", "-connect", $"127.0.0.1:{server.ServerPort}", "-CAfile", ca, "-verify_return_error",
            "-verify_hostname", TestPki.ServerName, "-servername", TestPki.ServerName, version);
        using QSslSocket socket = server.AcceptEncrypted();
        Assert.Equal(Protocol(version), socket.SessionProtocol);
        client.WaitForOutput("Verification: OK");
        client.Input.WriteLine("to the server");
        client.Input.Flush();
        while (!socket.CanReadLine)
            Assert.True(socket.WaitForReadyRead(10_000), socket.ErrorString);
        Assert.Equal("to the server\n", Encoding.ASCII.GetString(socket.ReadLine()));
        socket.Write("to the client\n");
        Assert.Equal(DriveResult.Satisfied, socket.Drive(SocketGoal.AllWritten, 5000));
        client.WaitForOutput("to the client");
        socket.DisconnectFromHost();
        Assert.Equal(0, client.WaitForExit());
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public void A_client_certificate_never_leaves_for_a_refused_server(string version)
    {
        using TestFiles files = new();
        (ExternalProgram server, int port) = StartServer(files, TestPki.SelfSigned, version, "-Verify", "1", "-msg");
        using (server)
        {
            using QSslSocket client = Client();
            client.LocalCertificateChain = TestPki.Client.Chain;
            client.PrivateKey = TestPki.Client.Key;
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.False(client.WaitForEncrypted(10_000));
            Assert.Equal(QSocketError.SslHandshakeFailedError, client.Error);
            server.WaitForOutput("<<<");
            server.WaitForOutput("Alert");
            string[] received = [.. server.Output.Split('\n').Where(l => l.StartsWith("<<<", StringComparison.Ordinal))];
            Assert.Contains(received, l => l.Contains("ClientHello", StringComparison.Ordinal));
            Assert.DoesNotContain(received, l =>
                l.EndsWith(", Certificate", StringComparison.Ordinal) || l.EndsWith(", CompressedCertificate", StringComparison.Ordinal));
            Assert.DoesNotContain(received, l => l.Contains("Finished", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public void A_client_certificate_reaches_an_accepted_server(string version)
    {
        using TestFiles files = new();
        string ca = files.Write("ca.pem", TestPki.Root.Certificate.ToPem());
        (ExternalProgram server, int port) = StartServer(
            files, TestPki.Server, version, "-Verify", "3", "-verify_return_error", "-CAfile", ca, "-msg");
        using (server)
        {
            using QSslSocket client = Client();
            client.LocalCertificateChain = TestPki.Client.Chain;
            client.PrivateKey = TestPki.Client.Key;
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
            client.Write("known\n");
            Assert.True(client.Flush());
            server.WaitForOutput("known");
            string[] received = [.. server.Output.Split('\n').Where(l => l.StartsWith("<<<", StringComparison.Ordinal))];
            Assert.Contains(received, l =>
                l.EndsWith(", Certificate", StringComparison.Ordinal) || l.EndsWith(", CompressedCertificate", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_plaintext_server_is_told_for_what_it_is()
    {
        using QTcpServer server = new();
        Assert.True(server.Listen(IPAddress.Loopback));
        server.NewConnection += (_, _) =>
        {
            QTcpSocket socket = server.NextPendingConnection()!;
            socket.Disconnected += (_, _) => socket.Dispose();
            socket.Write("220 mail.test ESMTP ready\r\n");
        };
        using QSslSocket client = Client();
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort);
        Assert.False(client.WaitForEncrypted(10_000));
        Assert.Equal(QSocketError.SslHandshakeFailedError, client.Error);
        Assert.Contains("TLS", client.ErrorString, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_server_refuses_what_it_does_not_speak_and_the_alert_is_named()
    {
        using TestFiles files = new();
        (ExternalProgram server, int port) = StartServer(files, TestPki.Server, "-tls1_3");
        using (server)
        {
            using QSslSocket client = Client();
            client.Protocol = SslProtocol.TlsV1_2;
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.False(client.WaitForEncrypted(10_000));
            Assert.Equal(new(AlertType.ProtocolVersion, IsFromPeer: true), client.LastAlert);
            Assert.False(client.IsOpen);
        }
    }
}
