using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Verification;

/// <summary>Every fault of every certificate is told with its own code, whatever else is wrong, and by every backend alike.</summary>
public sealed class FaultMatrixTests
{
    private static readonly Lazy<(string Name, FaultyChain Chain)[]> s_chains = new(() =>
    [
        .. new[] { Array.Empty<string>() }.Concat(FaultyChain.Faults.Keys.Select(f => new[] { f })).Concat(FaultyChain.Pairs())
            .Concat(FaultyChain.Triples())
            .Select(faults => (string.Join(" + ", faults), new FaultyChain(faults))),
    ]);

    public static TheoryData<string> Backends => BackendPairs.All;

    public static TheoryData<string> WithTls => [.. BackendPairs.WithTls];

    [Theory, MemberData(nameof(Backends))]
    public void Of_three_faults_none_hides_another(string backend)
    {
        List<string> wrong = [];
        foreach ((string name, FaultyChain chain) in s_chains.Value)
        {
            IReadOnlyList<QSslError> errors = PeerVerification.EvaluateChain(chain.Sent, chain.Configuration(backend), TestPki.ServerName);
            if (!chain.Expected.SequenceEqual(chain.Places(errors)))
                wrong.Add($"{name}: {string.Join(", ", chain.Places(errors))} instead of {string.Join(", ", chain.Expected)}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {s_chains.Value.Length}:\n{string.Join('\n', wrong.Take(30))}");
    }

    /// <summary>The gravest: a weak key that hid an invented root. The same for a certificate that signed itself.</summary>
    [Theory, MemberData(nameof(Backends))]
    public void A_weak_key_does_not_hide_that_no_trusted_authority_issued_the_certificate(string backend)
    {
        using System.Security.Cryptography.RSA weak = System.Security.Cryptography.RSA.Create(1024);
        QSslConfiguration configuration = new() { Backend = backend, CaCertificates = [TestPki.Root.Certificate] };
        Mint alone = new(new($"CN={TestPki.ServerName}") { Key = weak, IsAuthority = false, Usage = default, Names = [TestPki.ServerName],
            HasKeyIdentifiers = false });
        Assert.Contains(SslErrorCode.CertificateKeyTooWeak, Codes([alone.Certificate]));
        Assert.Contains(
            Codes([alone.Certificate]), code => code is SslErrorCode.SelfSignedCertificate
                or SslErrorCode.UnableToGetLocalIssuerCertificate);
        Mint invented = new(new("CN=Invented Root") { Key = weak });
        Mint leaf = new(new($"CN={TestPki.ServerName}") { Key = weak, Issuer = invented, IsAuthority = false, Names = [TestPki.ServerName],
            Purpose = Mint.Server });
        IReadOnlyList<QSslError> errors = PeerVerification.EvaluateChain([leaf.Certificate, invented.Certificate], configuration,
            TestPki.ServerName);
        Assert.Equal(
            [
                (SslErrorCode.SelfSignedCertificateInChain, invented.Certificate), (SslErrorCode.CertificateKeyTooWeak, leaf.Certificate),
                (SslErrorCode.CertificateKeyTooWeak, invented.Certificate),
            ],
            errors.Select(e => (e.Error, e.Certificate)));

        IEnumerable<SslErrorCode> Codes(QSslCertificate[] chain) =>
            PeerVerification.EvaluateChain(chain, configuration, TestPki.ServerName).Select(e => e.Error);
    }

    public static TheoryData<string, string> Live
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (string backend in BackendPairs.WithTls)
            {
                foreach (string faults in new[] { "weak key,untrusted root,host name", "weak authority,missing issuer,weak digest",
                    "expired,untrusted root,policy",
                    "bad signature,weak key,name constraint", "critical extension,path length,expired root",
                        "wrong purpose,expired authority,not yet valid" })
                    cases.Add(backend, faults);
            }
            return cases;
        }
    }

    /// <summary>A handshake finds the same, and to forgive some of it is not to forgive the rest.</summary>
    [Theory, MemberData(nameof(Live))]
    public void Only_all_faults_together_can_be_forgiven(string backend, string names)
    {
        Needs.Backend(backend);
        string[] faults = names.Split(',');
        FaultyChain chain = new(faults);
        using TlsServer server = new(TestPki.Server, c =>
        {
            // A server of the usual level does not show a weak certificate.
            c.Protocol = SslProtocol.TlsV1_0OrLater;
            c.LocalCertificateChain = chain.Sent;
            c.PrivateKey = chain.PrivateKey;
        });
        IReadOnlyList<QSslError> all = Connect(server, chain, backend, [], out bool isEncrypted);
        Assert.False(isEncrypted);
        Assert.Equal(chain.Expected, chain.Places(all));
        for (int subset = 1; subset < 1 << all.Count; subset++)
        {
            QSslError[] forgiven = [.. all.Where((_, i) => (subset & (1 << i)) != 0)];
            Connect(server, chain, backend, forgiven, out isEncrypted);
            Assert.Equal(forgiven.Length == all.Count, isEncrypted);
        }
    }

    public static TheoryData<string> WithStaples => [.. BackendPairs.With(SupportedFeature.Ocsp)];

    /// <summary>A staple that revokes is told beside every other fault. Where the authority is not trusted, its response cannot be trusted
    /// either, and that is told as well.</summary>
    [Theory, MemberData(nameof(WithStaples))]
    public void A_revoking_staple_is_told_beside_each_other_fault(string backend)
    {
        List<string> wrong = [];
        foreach (string[] faults in FaultyChain.Faults.Keys.Select(f => new[] { f }).Concat(FaultyChain.Pairs()).Prepend([]))
        {
            FaultyChain chain = new(faults);
            byte[] staple = new OcspWriter
            {
                Key = chain.Issuer.Key,
                Signer = chain.Issuer.Certificate.ToDer(),
                Answers = [new() { Subject = chain.Leaf.Certificate, Issuer = chain.Issuer.Certificate,
                    Status = QOcspCertificateStatus.Revoked }],
            }.Write();
            using TlsServer server = new(TestPki.Server, c =>
            {
                c.Protocol = SslProtocol.TlsV1_0OrLater;
                c.LocalCertificateChain = chain.Sent;
                c.PrivateKey = chain.PrivateKey;
                c.StapledOcspResponse = staple;
            });
            IReadOnlyList<QSslError> errors = Connect(server, chain, backend, [], out bool isEncrypted, asksForStaple: true);
            const int NoCertificate = -1;
            bool isIssuerTrusted = faults.All(fault => FaultyChain.Faults[fault].At == 0);
            (SslErrorCode, int)[] untrusted = isIssuerTrusted ? [] : [(SslErrorCode.OcspResponseCannotBeTrusted, NoCertificate)];
            (SslErrorCode, int)[] expected = [.. chain.Expected.Append((SslErrorCode.CertificateRevoked, 0)).Concat(untrusted).Order()];
            if (isEncrypted || !expected.SequenceEqual(chain.Places(errors)))
                wrong.Add($"{string.Join(" + ", faults)}: {string.Join(", ", chain.Places(errors))} instead of "
                    + string.Join(", ", expected));
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join('\n', wrong.Take(30))}");
    }

    /// <summary>What has no code of its own may stand for anything: no list forgives it.</summary>
    [Theory, MemberData(nameof(WithTls))]
    public void An_unspecified_error_forgives_nothing(string backend)
    {
        FaultyChain chain = new(["weak authority"]);
        using TlsServer server = new(TestPki.Server, c =>
        {
            c.Protocol = SslProtocol.TlsV1_0OrLater;
            c.LocalCertificateChain = chain.Sent;
            c.PrivateKey = chain.PrivateKey;
        });
        QSslError[] forgiven = [new(SslErrorCode.UnspecifiedError),
            .. chain.All.Select(c => new QSslError(SslErrorCode.UnspecifiedError, c))];
        IReadOnlyList<QSslError> errors = Connect(server, chain, backend, forgiven, out bool isEncrypted);
        Assert.False(isEncrypted);
        Assert.Equal([SslErrorCode.CertificateKeyTooWeak], errors.Select(e => e.Error));
    }

    /// <summary>An old protocol is no reason to believe an old certificate.</summary>
    [Theory, MemberData(nameof(WithTls))]
    public void A_lowered_protocol_does_not_lower_the_strength_of_certificates(string backend)
    {
        FaultyChain chain = new(["weak key", "weak digest", "weak authority"]);
        using TlsServer server = new(TestPki.Server, c =>
        {
            c.Protocol = SslProtocol.TlsV1_0OrLater;
            c.LocalCertificateChain = chain.Sent;
            c.PrivateKey = chain.PrivateKey;
        });
        IReadOnlyList<QSslError> errors = Connect(server, chain, backend, [], out bool isEncrypted, SslProtocol.TlsV1_0OrLater);
        Assert.False(isEncrypted);
        Assert.Equal(chain.Expected, chain.Places(errors));
    }

    private static IReadOnlyList<QSslError> Connect(
        TlsServer server, FaultyChain chain, string backend, QSslError[] forgiven, out bool isEncrypted,
        SslProtocol protocol = SslProtocol.SecureProtocols, bool asksForStaple = false)
    {
        using QSslSocket client = new();
        QSslConfiguration configuration = chain.Configuration(backend);
        configuration.Protocol = protocol;
        configuration.OcspStaplingEnabled = asksForStaple;
        client.SslConfiguration = configuration;
        client.IgnoreSslErrors(forgiven);
        client.ConnectToHostEncrypted("127.0.0.1", server.ServerPort, TestPki.ServerName);
        Assert.True(client.WaitForConnected(5000), client.ErrorString);
        using QSslSocket accepted = server.Accept();
        static void Drive(object? sender, SignalEventArgs e)
        {
        }
        // A listener makes the event loop drive the server's end meanwhile.
        accepted.Encrypted += Drive;
        isEncrypted = client.WaitForEncrypted(20_000);
        return client.SslHandshakeErrors;
    }

    public static TheoryData<string, string, SslProtocol> Joined => BackendPairs.Joined;

    /// <summary>A server finds in its client's chain what <c>Verify</c> finds.</summary>
    [Theory, MemberData(nameof(Joined))]
    public void A_server_tells_every_fault_of_its_client(string client, string server, SslProtocol protocol)
    {
        // Neither an untrusted root, which a client may leave out; nor what is weak, which no client shows; nor a bad signature, at which
        // .NET ends a handshake of sslstream before it asks.
        foreach (string names in new[] { "missing issuer,expired", "wrong purpose,name constraint,expired authority",
            "missing issuer,policy", "path length,critical extension" })
        {
            FaultyChain chain = new(names.Split(','), isServer: false);
            using Link link = BackendPairs.Join(
                client, server, protocol, serverVerify: PeerVerifyMode.QueryPeer,
                configureClient: c => (c.LocalCertificateChain, c.PrivateKey) = (chain.Sent, chain.PrivateKey),
                configureServer: c => c.CaCertificates = chain.Authorities);
            link.Handshake();
            Assert.Equal(chain.Expected, chain.Places(link.Server.Peer.ChainErrors));
        }
    }
}
