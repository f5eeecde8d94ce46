using System.Text.RegularExpressions;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Interoperability;

/// <summary>What a handshake agrees on, measured by the openssl program at the other end of it, in either role.</summary>
public sealed class AgreementProgramTests
{
    private static readonly string s_strong = $"ECDHE-{TestKeys.SuiteName}-AES256-GCM-SHA384";
    private static readonly string s_fast = $"ECDHE-{TestKeys.SuiteName}-AES128-GCM-SHA256";

    public static TheoryData<string, SslProtocol> Alone =>
        new MatrixTheoryData<string, SslProtocol>(BackendPairs.WithGroups, BackendPairs.Versions);

    [Theory, MemberData(nameof(Alone))]
    public void Its_server_derives_the_same_keying_material(string backend, SslProtocol protocol)
    {
        using Program server = new(TestPki.Server, protocol, "-keymatexport", "EXPORTER-test", "-keymatexportlen", "32");
        using QSslSocket client = server.Connect(c => c.Backend = backend);
        AssertSameMaterial(client, server.Peer);
    }

    [Theory, MemberData(nameof(Alone))]
    public void Its_client_derives_the_same_keying_material(string backend, SslProtocol protocol)
    {
        using Serving serving = new(protocol, c => c.Backend = backend, "-keymatexport", "EXPORTER-test", "-keymatexportlen", "32");
        AssertSameMaterial(serving.Socket, serving.Peer);
    }

    [Theory, MemberData(nameof(Alone))]
    public void Its_server_logs_the_same_keys(string backend, SslProtocol protocol)
    {
        using TestFiles files = new();
        string theirs = files.PathOf("theirs.log"), ours = files.PathOf("ours.log");
        using Program server = new(TestPki.Server, protocol, "-keylogfile", theirs);
        using QSslSocket client = server.Connect(c => (c.Backend, c.KeyLogFile) = (backend, ours));
        server.Peer.WaitForOutput("CIPHER is");
        Assert.Equal(Logged(theirs), Logged(ours));
    }

    [Theory, MemberData(nameof(Alone))]
    public void Its_client_logs_the_same_keys(string backend, SslProtocol protocol)
    {
        using TestFiles files = new();
        string theirs = files.PathOf("theirs.log"), ours = files.PathOf("ours.log");
        using Serving serving = new(protocol, c => (c.Backend, c.KeyLogFile) = (backend, ours), "-keylogfile", theirs);
        serving.Peer.WaitForOutput("Cipher is");
        Assert.Equal(Logged(theirs), Logged(ours));
    }

    [Theory, MemberData(nameof(Alone))]
    public void Each_side_hears_whose_client_certificates_are_taken(string backend, SslProtocol protocol)
    {
        using TestFiles files = new();
        string ca = files.Write("ca.pem", TestPki.Root.Certificate.ToPem());
        using (Program server = new(TestPki.Server, protocol, "-verify", "3", "-CAfile", ca))
        {
            using QSslSocket client = server.Connect(c => c.Backend = backend);
            Assert.Equal(["CN=Test Root (tests only)"], client.PeerCertificateAuthorities);
        }
        using Serving serving = new(protocol, c =>
            (c.Backend, c.CaCertificates, c.PeerVerifyMode) = (backend, [TestPki.Root.Certificate], PeerVerifyMode.QueryPeer), "-nameopt",
                "RFC2253");
        serving.Peer.WaitForOutput("Acceptable client certificate CA names");
        serving.Peer.WaitForOutput("CN=Test Root (tests only)");
    }

    /// <summary>Of two suites that both know it is the client's order that counts, unless the server insists on its own.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_order_of_ciphers_is_the_one_that_was_asked_for(bool serverChooses)
    {
        string[] insist = serverChooses ? ["-serverpref"] : [];
        using (Program server = new(TestPki.Server, SslProtocol.TlsV1_2, ["-cipher", $"{s_strong}:{s_fast}", .. insist]))
        {
            using QSslSocket client = server.Connect(c => c.Ciphers = [new(s_fast), new(s_strong)]);
            Assert.Equal(serverChooses ? s_strong : s_fast, client.SessionCipher.Name);
        }
        using Serving serving = new(SslProtocol.TlsV1_2, Prefer, "-cipher", $"{s_fast}:{s_strong}");
        Assert.Equal(serverChooses ? s_strong : s_fast, serving.Socket.SessionCipher.Name);
        serving.Peer.WaitForOutput($"Cipher is {serving.Socket.SessionCipher.Name}");

        void Prefer(QSslConfiguration configuration)
        {
            configuration.Ciphers = [new(s_strong), new(s_fast)];
            configuration.SetSslOption(SslOption.DisableServerCipherPreference, !serverChooses);
        }
    }

    [Theory]
    [InlineData(SslProtocol.TlsV1_2)]
    [InlineData(SslProtocol.TlsV1_3)]
    public void The_signature_is_one_that_was_asked_for(SslProtocol protocol)
    {
        static void Restrict(QSslConfiguration configuration) =>
            configuration.SetBackendConfigurationOption("SignatureAlgorithms", "RSA-PSS+SHA384");
        using (Program server = new(TestPki.ServerRsa, protocol))
        {
            using QSslSocket client = server.Connect(c =>
            {
                Restrict(c);
                c.CaCertificates = [TestPki.RootRsa.Certificate];
            });
            Assert.Contains("SHA384", client.PeerSignatureAlgorithm, StringComparison.Ordinal);
        }
        using Serving serving = new(TestPki.ServerRsa, protocol, Restrict);
        serving.Peer.WaitForOutput("Peer signing digest: SHA384");
        serving.Peer.WaitForOutput("Peer signature type: ");
        // Newer programs say it by the name of the scheme: rsa_pss_rsae_sha384.
        Assert.Matches("Peer signature type: (RSA-PSS|rsa_pss_)", serving.Peer.Output);
    }

    private static void AssertSameMaterial(QSslSocket socket, ExternalProgram peer)
    {
        string material = Convert.ToHexString(socket.ExportKeyingMaterial("EXPORTER-test", 32));
        peer.WaitForOutput("Keying material: ");
        Assert.Equal(material, Regex.Match(peer.Output, "Keying material: ([0-9A-F]+)").Groups[1].Value);
    }

    private static string[] Logged(string file)
    {
        // The program has it open still.
        using StreamReader log = new(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. log.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(l => !l.StartsWith('#')).Order(StringComparer.Ordinal)];
    }

    private static string Option(SslProtocol protocol) => protocol == SslProtocol.TlsV1_2 ? "-tls1_2" : "-tls1_3";

    /// <summary>openssl s_server, and our client.</summary>
    private sealed class Program : IDisposable
    {
        private readonly TestFiles _files = new();
        private readonly int _port = ExternalProgram.FreePort();

        public Program(TestIdentity identity, SslProtocol protocol, params string[] more)
        {
            ExternalProgram.RequireOpenSslPeer();
            (string chain, string key) = _files.Write("server", identity);
            Peer = ExternalProgram.Start(
                "openssl", ["s_server", "-accept", $"127.0.0.1:{_port}", "-cert", chain, "-cert_chain", chain, "-key", key,
                    Option(protocol), .. more]);
            Peer.WaitForOutput("ACCEPT");
        }

        public ExternalProgram Peer { get; }

        public QSslSocket Connect(Action<QSslConfiguration> configure)
        {
            QSslConfiguration configuration = new() { CaCertificates = [TestPki.Root.Certificate] };
            configure(configuration);
            QSslSocket client = new() { SslConfiguration = configuration };
            client.ConnectToHostEncrypted("127.0.0.1", _port, TestPki.ServerName);
            Assert.True(client.WaitForEncrypted(10_000), $"{client.ErrorString}\n{Peer.Output}");
            return client;
        }

        public void Dispose()
        {
            Peer.Dispose();
            _files.Dispose();
        }
    }

    /// <summary>Our server with openssl s_client as its client.</summary>
    private sealed class Serving : IDisposable
    {
        private readonly TlsServer _server;

        public Serving(SslProtocol protocol, Action<QSslConfiguration> configure, params string[] more)
            : this(TestPki.Server, protocol, configure, more)
        {
        }

        public Serving(TestIdentity identity, SslProtocol protocol, Action<QSslConfiguration> configure, params string[] more)
        {
            ExternalProgram.RequireOpenSslPeer();
            _server = new(identity, configure);
            Peer = ExternalProgram.Start("openssl", ["s_client", "-connect", $"127.0.0.1:{_server.ServerPort}", Option(protocol), .. more]);
            Socket = _server.AcceptEncrypted();
        }

        public ExternalProgram Peer { get; }

        public QSslSocket Socket { get; }

        public void Dispose()
        {
            Socket.Dispose();
            Peer.Dispose();
            _server.Dispose();
        }
    }
}
