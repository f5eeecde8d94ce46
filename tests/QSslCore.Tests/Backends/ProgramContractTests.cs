using System.Text;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Backends;

/// <summary>Each backend with the openssl program at the other end, which tells what it got.</summary>
public sealed class ProgramContractTests
{
    public static TheoryData<string, SslProtocol> Alone => BackendPairs.Alone;

    private static string Option(SslProtocol protocol) => protocol == SslProtocol.TlsV1_2 ? "-tls1_2" : "-tls1_3";

    [Theory, MemberData(nameof(Alone))]
    public void Lines_go_both_ways_with_its_server(string backend, SslProtocol protocol)
    {
        using TestFiles files = new();
        (ExternalProgram server, int port) = StartServer(files, TestPki.Server, Option(protocol), "-alpn", "imap");
        using (server)
        {
            using QSslSocket client = Client(backend);
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
            Assert.Equal((protocol, "imap"), (client.SessionProtocol, client.NextNegotiatedProtocol));
            client.Write("to the server\n");
            Assert.True(client.Flush());
            server.WaitForOutput("to the server");
            server.Input.WriteLine("to the client");
            server.Input.Flush();
            while (!client.CanReadLine)
                Assert.True(client.WaitForReadyRead(10_000), client.ErrorString);
            Assert.Equal("to the client\n", Encoding.ASCII.GetString(client.ReadLine()));
            client.DisconnectFromHost();
            server.WaitForOutput("DONE");
        }
    }

    /// <summary>The client's first key share is not the server's kind, so its hello is asked for again.</summary>
    [Theory, MemberData(nameof(Alone))]
    public void A_client_certificate_never_leaves_for_a_refused_server(string backend, SslProtocol protocol)
    {
        foreach (string groups in new[] { "X25519:P-256:P-384", "P-384:P-256" })
        {
            using TestFiles files = new();
            (ExternalProgram server, int port) = StartServer(files, TestPki.SelfSigned, Option(protocol), "-Verify", "1", "-msg",
                "-groups", groups);
            using (server)
            {
                using QSslSocket client = Client(backend, TestPki.Client);
                client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
                Assert.False(client.WaitForEncrypted(10_000));
                Assert.Equal(new(AlertType.UnknownCa, IsFromPeer: false), client.LastAlert);
                server.WaitForOutput("fatal unknown_ca");
                string[] received = Received(server);
                Assert.Contains(received, l => l.Contains("ClientHello", StringComparison.Ordinal));
                Assert.DoesNotContain(received, l =>
                l.EndsWith(", Certificate", StringComparison.Ordinal) || l.EndsWith(", CompressedCertificate", StringComparison.Ordinal));
                Assert.DoesNotContain(received, l => l.Contains("Finished", StringComparison.Ordinal));
                if (protocol == SslProtocol.TlsV1_3 && groups.StartsWith("P-384", StringComparison.Ordinal))
                    Assert.Equal(2, received.Count(l => l.Contains("ClientHello", StringComparison.Ordinal)));
            }
        }
    }

    [Theory, MemberData(nameof(Alone))]
    public void A_client_certificate_reaches_an_accepted_server(string backend, SslProtocol protocol)
    {
        using TestFiles files = new();
        string ca = files.Write("ca.pem", TestPki.Root.Certificate.ToPem());
        (ExternalProgram server, int port) = StartServer(
            files, TestPki.Server, Option(protocol), "-Verify", "3", "-verify_return_error", "-CAfile", ca, "-msg", "-groups",
                "P-384:P-256");
        using (server)
        {
            using QSslSocket client = Client(backend, TestPki.Client);
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
            client.Write("known\n");
            Assert.True(client.Flush());
            server.WaitForOutput("known");
            Assert.Contains(Received(server), l =>
                l.EndsWith(", Certificate", StringComparison.Ordinal) || l.EndsWith(", CompressedCertificate", StringComparison.Ordinal));
        }
    }

    [Theory, MemberData(nameof(Alone))]
    public void Its_alert_is_named(string backend, SslProtocol protocol)
    {
        using TestFiles files = new();
        string ca = files.Write("ca.pem", TestPki.Root.Certificate.ToPem());
        (ExternalProgram server, int port) = StartServer(files, TestPki.Server, Option(protocol), "-Verify", "3", "-verify_return_error",
            "-CAfile", ca);
        using (server)
        {
            using QSslSocket client = Client(backend, TestPki.UnknownClient);
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            // In TLS 1.3 a client is done before the server has judged it, and hears at its first read.
            if (client.WaitForEncrypted(10_000))
                Assert.False(client.WaitForReadyRead(10_000));
            Assert.Equal(new(AlertType.UnknownCa, IsFromPeer: true), client.LastAlert);
            // Whoever gave a certificate is not told to give one.
            Assert.Contains("it does not know the authority of the certificate it got", client.ErrorString, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Alone))]
    public void It_is_said_that_a_certificate_was_asked_for_and_not_given(string backend, SslProtocol protocol)
    {
        using TestFiles files = new();
        (ExternalProgram server, int port) = StartServer(files, TestPki.Server, Option(protocol), "-Verify", "1");
        using (server)
        {
            using QSslSocket client = Client(backend);
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            if (client.WaitForEncrypted(10_000))
                Assert.False(client.WaitForReadyRead(10_000));
            AlertType alert = protocol == SslProtocol.TlsV1_3 ? AlertType.CertificateRequired : AlertType.HandshakeFailure;
            Assert.Equal(new(alert, IsFromPeer: true), client.LastAlert);
            Assert.Contains(
                $"the peer asked for a client certificate, got none, and refused with the alert {alert}", client.ErrorString,
                    StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Alone))]
    public void Its_client_is_served_and_never_resumes_where_that_is_no_feature(string backend, SslProtocol protocol)
    {
        ExternalProgram.RequireOpenSslPeer();
        using TestFiles files = new();
        string ca = files.Write("ca.pem", TestPki.Root.Certificate.ToPem()), session = files.PathOf("session");
        using TlsServer server = new(TestPki.Server, c => c.Backend = backend);
        foreach (string[] more in new[] { ["-sess_out", session], new[] { "-sess_in", session } })
        {
            if (more[0] == "-sess_in" && !File.Exists(session))
                break;
            using ExternalProgram client = ExternalProgram.Start("openssl", [
                "s_client", "-connect", $"127.0.0.1:{server.ServerPort}", "-CAfile", ca, "-verify_return_error", "-verify_hostname",
                    TestPki.ServerName,
                "-servername", TestPki.ServerName, Option(protocol), .. more]);
            using QSslSocket socket = server.AcceptEncrypted();
            Assert.Equal(protocol, socket.SessionProtocol);
            client.Input.WriteLine("to the server");
            client.Input.Flush();
            while (!socket.CanReadLine)
                Assert.True(socket.WaitForReadyRead(10_000), socket.ErrorString);
            Assert.Equal("to the server\n", Encoding.ASCII.GetString(socket.ReadLine()));
            socket.Write("to the client\n");
            Assert.True(socket.Flush());
            client.WaitForOutput("to the client");
            if (!QSslSocket.IsFeatureSupported(SupportedFeature.SessionTicket, backend))
                Assert.Contains("New, TLSv1", client.Output, StringComparison.Ordinal);
            socket.DisconnectFromHost();
        }
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

    private static string[] Received(ExternalProgram server) =>
        [.. server.Output.Split('\n').Where(l => l.StartsWith("<<<", StringComparison.Ordinal))];

    private static QSslSocket Client(string backend, TestIdentity? identity = null)
    {
        Needs.Backend(backend);
        QSslSocket socket = new();
        QSslConfiguration configuration = socket.SslConfiguration;
        configuration.Backend = backend;
        configuration.CaCertificates = [TestPki.Root.Certificate];
        configuration.AllowedNextProtocols = ["imap"];
        if (identity is not null)
            (configuration.LocalCertificateChain, configuration.PrivateKey) = (identity.Chain, identity.Key);
        socket.SslConfiguration = configuration;
        return socket;
    }
}
