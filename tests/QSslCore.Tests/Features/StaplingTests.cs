using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Features;

/// <summary>Stapled OCSP responses, made by openssl ocsp.</summary>
public sealed class StaplingTests
{
    private static readonly string[] s_backends = BackendPairs.With(SupportedFeature.Ocsp);

    public static TheoryData<string, string, SslProtocol> Joined =>
        new MatrixTheoryData<string, string, SslProtocol>(s_backends, s_backends, BackendPairs.Versions);

    public static TheoryData<string, SslProtocol> Alone => new MatrixTheoryData<string, SslProtocol>(s_backends, BackendPairs.Versions);

    public static TheoryData<string, string, SslProtocol, string, SslErrorCode> Bad =>
        new MatrixTheoryData<string, string, SslProtocol, string>(
        s_backends, s_backends, BackendPairs.Versions,
            ["none", "revoked", "unknown", "expired", "other certificate", "other responder", "try later"])
        .Select(row => row.Data)
        .Aggregate(new TheoryData<string, string, SslProtocol, string, SslErrorCode>(), (data, row) =>
        {
            data.Add(row.Item1, row.Item2, row.Item3, row.Item4, row.Item4 switch
            {
                "none" => SslErrorCode.OcspNoResponseFound,
                "revoked" => SslErrorCode.CertificateRevoked,
                "unknown" => SslErrorCode.OcspStatusUnknown,
                "expired" => SslErrorCode.OcspResponseExpired,
                "other certificate" => SslErrorCode.OcspResponseCertIdUnknown,
                "other responder" => SslErrorCode.OcspResponseCannotBeTrusted,
                _ => SslErrorCode.OcspTryLater,
            });
            return data;
        });

    [Theory, MemberData(nameof(Joined))]
    public void A_good_response_is_told_and_the_connection_stands(string clientBackend, string serverBackend, SslProtocol protocol)
    {
        using TestFiles files = new();
        byte[] response = Respond(files, "good");
        using EncryptedPair pair = new(
            c => (c.Backend, c.Protocol, c.OcspStaplingEnabled) = (clientBackend, protocol, true),
            c => (c.Backend, c.StapledOcspResponse) = (serverBackend, response));
        QOcspResponse told = Assert.Single(pair.Client.OcspResponses);
        Assert.Equal((QOcspCertificateStatus.Good, QOcspRevocationReason.None), (told.CertificateStatus, told.RevocationReason));
        Assert.Equal(TestPki.Server.Certificate, told.Subject);
        Assert.Equal(TestPki.Intermediate.Certificate, told.Responder);
        Assert.True(told.ThisUpdate <= DateTimeOffset.UtcNow && told.NextUpdate > DateTimeOffset.UtcNow);
        Assert.Empty(pair.Client.SslHandshakeErrors);
        Assert.Equal(told, Assert.Single(pair.Client.OcspResponses));
        Assert.True(told == pair.Client.OcspResponses[0] && told != new QOcspResponse());
        Assert.Equal(QOcspCertificateStatus.Unknown, new QOcspResponse().CertificateStatus);
    }

    [Theory, MemberData(nameof(Bad))]
    public void Anything_else_is_an_error_and_no_credential_leaves(
        string clientBackend, string serverBackend, SslProtocol protocol, string what, SslErrorCode expected)
    {
        using TestFiles files = new();
        byte[] response = what switch
        {
            "none" => [],
            "try later" => Convert.FromHexString("30030A0103"),
            _ => Respond(files, what),
        };
        (QSslSocket client, QSslSocket server) = Connect(clientBackend, serverBackend, protocol, response, when: what == "expired"
            ? DateTimeOffset.UtcNow.AddDays(3)
            : null);
        using (client)
        using (server)
        {
            Assert.False(client.WaitForEncrypted(10_000));
            Assert.Equal(expected, client.SslHandshakeErrors[0].Error);
            Assert.Equal(QSocketError.SslHandshakeFailedError, client.Error);
            Assert.True(SpinWait.SpinUntil(() => server.State == SocketState.UnconnectedState, 5000));
            Assert.False(server.IsEncrypted);
            Assert.True(server.PeerCertificate.IsNull, "the client's certificate has left");
            if (what == "revoked")
                Assert.Equal(QOcspRevocationReason.KeyCompromise, Assert.Single(client.OcspResponses).RevocationReason);
        }
    }

    /// <summary>OpenSSL's server sends whatever it was given.</summary>
    [Theory, MemberData(nameof(Alone))]
    public void What_cannot_be_decoded_fails_the_handshake(string backend, SslProtocol protocol)
    {
        Needs.OpenSsl();
        (QSslSocket client, QSslSocket server) = Connect(backend, "openssl", protocol, [1, 2, 3]);
        using (client)
        using (server)
        {
            Assert.False(client.WaitForEncrypted(10_000));
            Assert.Contains("OCSP", client.ErrorString, StringComparison.Ordinal);
            Assert.True(SpinWait.SpinUntil(() => server.State == SocketState.UnconnectedState, 5000));
            Assert.True(server.PeerCertificate.IsNull);
        }
    }

    /// <summary>What a server staples is anybody's bytes: whole outside and nothing inside, or with one of them changed.</summary>
    [Theory, MemberData(nameof(Alone))]
    public void A_damaged_response_is_an_error_and_never_an_exception(string backend, SslProtocol protocol)
    {
        const string Hollow = "30170A0100A012301006092B06010505073001010403010203";
        Needs.OpenSsl();
        using TestFiles files = new();
        byte[] good = Respond(files, "good");
        Random random = new(11);
        Assert.Equal(TlsEngineStatus.Failed, Judge(Convert.FromHexString(Hollow)));
        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = [.. good];
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            Judge(damaged);
        }

        TlsEngineStatus Judge(byte[] response)
        {
            using Link link = BackendPairs.Join(
                backend, "openssl", protocol, configureClient: c => c.OcspStaplingEnabled = true, configureServer: c =>
                    c.StapledOcspResponse = response);
            TlsEngineStatus status = TlsEngineStatus.WantRead;
            for (int turn = 0; turn < 1000 && status is TlsEngineStatus.WantRead or TlsEngineStatus.WantWrite; turn++)
            {
                status = link.Client.Handshake();
                link.Server.Handshake();
            }
            // The certificates that are sent along are not signed, and not needed here.
            if (status == TlsEngineStatus.NeedsVerdict)
                Assert.True(link.Client.Peer.OcspErrors.Count > 0
                    || link.Client.Peer.OcspResponse!.CertificateStatus == QOcspCertificateStatus.Good);
            else
                Assert.Contains("OCSP", link.Client.Failure!.Reason, StringComparison.Ordinal);
            return status;
        }
    }

    [Theory, MemberData(nameof(Alone))]
    public void The_errors_can_be_ignored_like_others(string backend, SslProtocol protocol)
    {
        using EncryptedPair pair = new(
            c => (c.Backend, c.Protocol, c.OcspStaplingEnabled) = (backend, protocol, true), null,
            client => client.SslErrors += (_, _) => client.IgnoreSslErrors());
        Assert.Equal(SslErrorCode.OcspNoResponseFound, Assert.Single(pair.Client.SslHandshakeErrors).Error);
    }

    /// <summary>RFC 7633: a certificate that promises a staple is no reason to end a handshake before anybody was asked.</summary>
    [Theory, MemberData(nameof(Alone))]
    public void A_promised_staple_is_missed_like_another_and_found_where_it_is(string backend, SslProtocol protocol)
    {
        Needs.OpenSsl();
        TestIdentity promising = Promising();
        byte[] staple = new OcspWriter { Answers = [new() { Subject = promising.Certificate }] }.Write();
        Assert.Equal([SslErrorCode.OcspNoResponseFound], Judge([]).OcspErrors.Select(e => e.Error));
        Assert.Equal(QOcspCertificateStatus.Good, Judge(staple).OcspResponse!.CertificateStatus);

        TlsPeer Judge(byte[] response)
        {
            using Link link = BackendPairs.Join(
                backend, "openssl", protocol, promising, configureClient: c => c.OcspStaplingEnabled = true, configureServer: c =>
                    c.StapledOcspResponse = response);
            link.Handshake();
            Assert.Empty(link.Client.Peer.ChainErrors);
            return link.Client.Peer;
        }
    }

    private static TestIdentity Promising()
    {
        AsymmetricAlgorithm key = TestKeys.Make();
        CertificateRequest request = TestKeys.Request(new($"CN={TestPki.ServerName}"), key);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(TestPki.ServerName);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509Extension(ExtensionNames.TlsFeature, [0x30, 3, 2, 1, ExtensionReader.StatusRequest],
            critical: false));
        using X509Certificate2 issuer = TestPki.RootRsa.Certificate.ToX509Certificate2();
        lock (TestPki.RootRsa)
        {
            using X509Certificate2 made = request.Create(
                issuer.SubjectName, TestPki.RootRsa.Signer, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(10),
                    [0x31, 0x32]);
            return new(made.RawData, key, TestPki.RootRsa);
        }
    }

    [Theory, MemberData(nameof(Alone))]
    public void A_forged_server_is_refused_with_a_good_response_too(string backend, SslProtocol protocol)
    {
        using TestFiles files = new();
        byte[] response = Respond(files, "good");
        (QSslSocket client, QSslSocket server) = Connect(backend, backend, protocol, response, TestPki.UnknownIssuer);
        using (client)
        using (server)
        {
            Assert.False(client.WaitForEncrypted(10_000));
            Assert.True(SpinWait.SpinUntil(() => server.State == SocketState.UnconnectedState, 5000));
            Assert.True(server.PeerCertificate.IsNull);
        }
    }

    [Fact]
    public void A_server_cannot_insist_on_it() => Assert.All(s_backends, backend =>
    {
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        configuration.Backend = backend;
        (configuration.LocalCertificateChain, configuration.PrivateKey, configuration.OcspStaplingEnabled) = (TestPki.Server.Chain,
            TestPki.Server.Key, true);
        Assert.Contains("client's setting", QSslServer.DescribeFault(configuration), StringComparison.Ordinal);
    });

    [Theory, MemberData(nameof(Alone))]
    public void OpenSSLs_server_staples_it_and_its_client_reads_ours(string backend, SslProtocol protocol)
    {
        string version = protocol == SslProtocol.TlsV1_2 ? "-tls1_2" : "-tls1_3";
        ExternalProgram.RequireOpenSslPeer();
        using TestFiles files = new();
        string response = files.PathOf("response.der");
        File.WriteAllBytes(response, Respond(files, "good"));
        string chain = files.Write("chain.pem", TestPki.Server.ChainPem), key = files.Write("key.pem", TestPki.Server.KeyPem);
        int port = ExternalProgram.FreePort();
        using (ExternalProgram server = ExternalProgram.Start(
            "openssl", "s_server", "-accept", $"127.0.0.1:{port}", "-cert", chain, "-cert_chain", chain, "-key", key, "-status_file",
                response, version, "-quiet"))
        {
            server.WaitForPort(port);
            using QSslSocket client = new();
            QSslConfiguration configuration = client.SslConfiguration;
            (configuration.Backend, configuration.CaCertificates, configuration.OcspStaplingEnabled) = (backend,
                [TestPki.Root.Certificate], true);
            client.SslConfiguration = configuration;
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.True(client.WaitForEncrypted(10_000), client.ErrorString);
            Assert.Equal(QOcspCertificateStatus.Good, Assert.Single(client.OcspResponses).CertificateStatus);
        }
        using TlsServer ours = new(TestPki.Server, c => (c.Backend, c.StapledOcspResponse) = (backend, File.ReadAllBytes(response)));
        using ExternalProgram theirs = ExternalProgram.Start("openssl", "s_client", "-connect", $"127.0.0.1:{ours.ServerPort}", "-status",
            version);
        using QSslSocket accepted = ours.AcceptEncrypted();
        theirs.WaitForOutput("Cert Status: good");
    }

    [Theory]
    [InlineData("TLS1.2")]
    [InlineData("TLS1.3")]
    public void GnuTLSs_server_staples_it_and_its_client_keeps_ours(string version)
    {
        ExternalProgram.Require("gnutls-serv", "gnutls-bin");
        using TestFiles files = new();
        string response = files.Write("good.der", Respond(files, "good")), kept = files.PathOf("kept.der"),
            priority = $"NORMAL:-VERS-ALL:+VERS-{version}";
        string chain = files.Write("chain.pem", TestPki.Server.ChainPem), key = files.Write("key.pem", TestPki.Server.KeyPem);
        int port = ExternalProgram.FreePort();
        using (ExternalProgram server = ExternalProgram.Start(
            "gnutls-serv", "--echo", "--port", $"{port}", "--x509certfile", chain, "--x509keyfile", key, "--ocsp-response", response,
                "--priority", priority))
        {
            server.WaitForPort(port);
            using QSslSocket client = new() { SslConfiguration = new() { CaCertificates = [TestPki.Root.Certificate],
                OcspStaplingEnabled = true } };
            client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
            Assert.True(client.WaitForEncrypted(10_000), $"{client.ErrorString}\n{server.Output}");
            Assert.Equal(QOcspCertificateStatus.Good, Assert.Single(client.OcspResponses).CertificateStatus);
        }
        using TlsServer ours = new(TestPki.Server, c => c.StapledOcspResponse = File.ReadAllBytes(response));
        using ExternalProgram theirs = ExternalProgram.Start(
            "gnutls-cli", "--port", $"{ours.ServerPort}", "--x509cafile", files.Write("ca.pem", TestPki.Root.Certificate.ToPem()),
            "--verify-hostname", TestPki.ServerName, "--sni-hostname", TestPki.ServerName, "--save-ocsp", kept, "--priority", priority,
                "127.0.0.1");
        using QSslSocket accepted = ours.AcceptEncrypted();
        theirs.WaitForOutput("Handshake was completed");
        Assert.Equal(File.ReadAllBytes(response), File.ReadAllBytes(kept));
    }

    /// <summary>The client has a certificate, which must not leave before the verdict.</summary>
    private static (QSslSocket Client, QSslSocket Server) Connect(
        string clientBackend, string serverBackend, SslProtocol protocol, byte[] response, TestIdentity? identity = null,
            DateTimeOffset? when = null)
    {
        using TlsServer listener = new(identity ?? TestPki.Server, c =>
            (c.Backend, c.StapledOcspResponse, c.PeerVerifyMode) = (serverBackend, response, PeerVerifyMode.QueryPeer));
        QSslSocket client = new();
        QSslConfiguration configuration = client.SslConfiguration;
        (configuration.Backend, configuration.Protocol) = (clientBackend, protocol);
        (configuration.CaCertificates, configuration.OcspStaplingEnabled) = ([TestPki.Root.Certificate], true);
        (configuration.LocalCertificateChain, configuration.PrivateKey) = (TestPki.Client.Chain, TestPki.Client.Key);
        configuration.VerificationTime = when;
        client.SslConfiguration = configuration;
        client.ConnectToHostEncrypted("127.0.0.1", listener.ServerPort, TestPki.ServerName);
        Assert.True(client.WaitForConnected(5000));
        QSslSocket server = listener.Accept();
        server.Encrypted += (_, _) => { };
        return (client, server);
    }

    internal static byte[] Respond(TestFiles files, string what)
    {
        ExternalProgram.Require("openssl", "openssl");
        TestIdentity issuer = TestPki.Intermediate, signer = what == "other responder" ? TestPki.OtherRoot : issuer;
        QSslCertificate subject = what == "other certificate" ? TestPki.Expired.Certificate : TestPki.Server.Certificate;
        string serial = subject.SerialNumber.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();
        string line = what switch
        {
            "unknown" => "",
            "revoked" => $"R\t491231235959Z\t250101000000Z,keyCompromise\t{serial}\tunknown\t/CN=x\n",
            _ => $"V\t491231235959Z\t\t{serial}\tunknown\t/CN=x\n",
        };
        string index = files.Write("index.txt", line), issuerFile = files.Write("issuer.pem", issuer.Certificate.ToPem());
        string signerFile = files.Write("signer.pem", signer.Certificate.ToPem()), key = files.Write("signer.key", signer.KeyPem);
        string request = files.PathOf("request.der"), response = files.PathOf("response.der"),
            leaf = files.Write("leaf.pem", subject.ToPem());
        Run("ocsp", "-issuer", issuerFile, "-cert", leaf, "-no_nonce", "-reqout", request);
        Run("ocsp", "-index", index, "-CA", issuerFile, "-rsigner", signerFile, "-rkey", key, "-reqin", request, "-respout", response,
            "-ndays", "2");
        return File.ReadAllBytes(response);
    }

    private static void Run(params string[] arguments)
    {
        using ExternalProgram openssl = ExternalProgram.Start("openssl", arguments);
        int code = openssl.WaitForExit();
        Assert.True(code == 0, string.Create(CultureInfo.InvariantCulture, $"openssl ended with {code}: {openssl.Output}"));
    }
}
