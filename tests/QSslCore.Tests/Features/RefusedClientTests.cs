using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Tests.Backends;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Features;

/// <summary>A client whose certificate is refused hears why: the alert that <c>openssl s_server -Verify</c> sends.</summary>
public sealed class RefusedClientTests
{
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    /// <summary>What is wrong with the client, and what it is told with TLS 1.2 and with TLS 1.3.</summary>
    private static readonly (string Fault, AlertType Older, AlertType Newer)[] s_faults =
    [
        ("unknown", AlertType.UnknownCa, AlertType.UnknownCa),
        ("self-signed", AlertType.UnknownCa, AlertType.UnknownCa),
        ("expired", AlertType.CertificateExpired, AlertType.CertificateExpired),
        ("not yet valid", AlertType.BadCertificate, AlertType.BadCertificate),
        ("wrong purpose", AlertType.UnsupportedCertificate, AlertType.UnsupportedCertificate),
        ("tampered", AlertType.DecryptError, AlertType.DecryptError),
        ("blacklisted", AlertType.BadCertificate, AlertType.BadCertificate),
        ("none", AlertType.HandshakeFailure, AlertType.CertificateRequired),
    ];

    public static TheoryData<string, string, SslProtocol, bool> Faults => new MatrixTheoryData<string, string, SslProtocol, bool>(
        s_faults.Select(f => f.Fault), BackendPairs.With(SupportedFeature.Alerts), BackendPairs.Versions, [false, true]);

    [Theory, MemberData(nameof(Faults))]
    public async Task It_hears_why(string fault, string backend, SslProtocol protocol, bool isHeard)
    {
        Needs.OpenSsl();
        (QSslCertificate[] chain, QSslKey? key) = Show(fault);
        using TlsServer listener = new(TestPki.Server, c =>
            (c.Backend, c.Protocol, c.PeerVerifyMode, c.CaCertificates) = (backend, protocol,
            PeerVerifyMode.VerifyPeer, [TestPki.Root.Certificate]));
        using QSslSocket client = new() { SslConfiguration = TrafficPair.ClientConfiguration(), PeerVerifyName = TestPki.ServerName };
        QSslConfiguration configuration = client.SslConfiguration;
        configuration.Backend = "openssl";
        if (key is not null)
            (configuration.LocalCertificateChain, configuration.PrivateKey) = (chain, key);
        client.SslConfiguration = configuration;
        client.ConnectToHostEncrypted("127.0.0.1", listener.ServerPort);
        Assert.True(client.WaitForConnected(10_000), client.ErrorString);
        using QSslSocket server = listener.Accept();
        List<string> told = [];
        if (isHeard)
            server.SslErrors += (_, e) => told.Add($"{e.Errors[0].Error}");
        Task<bool> accepted = Task.Run(() => server.WaitForEncrypted(10_000), TestContext.Current.CancellationToken);
        // With TLS 1.3 it is encrypted before the server has looked at it.
        client.WaitForEncrypted(10_000);
        client.WaitForReadyRead(10_000);
        Assert.False(await accepted);
        (_, AlertType older, AlertType newer) = s_faults.Single(f => f.Fault == fault);
        AlertType expected = protocol == SslProtocol.TlsV1_2 ? older : newer;
        Assert.Equal($"{expected} (from the peer)", client.LastAlert?.ToString());
        Assert.Equal($"{expected} (sent)", server.LastAlert?.ToString());
        if (isHeard)
            Assert.Equal($"{server.SslHandshakeErrors[0].Error}", Assert.Single(told));
    }

    private static (QSslCertificate[] Chain, QSslKey? Key) Show(string fault)
    {
        if (fault == "none")
            return ([], null);
        TestIdentity identity = fault switch
        {
            "unknown" => TestPki.UnknownClient,
            "self-signed" => TestPki.SelfSigned,
            "expired" => TestPki.Leaf([], from: -20, to: -10, usage: ClientPurpose, subject: "CN=Old Client"),
            "not yet valid" => TestPki.Leaf([], from: 10, to: 20, usage: ClientPurpose, subject: "CN=New Client"),
            "wrong purpose" => TestPki.Server,
            _ => TestPki.Client,
        };
        QSslCertificate[] chain = [.. identity.Chain];
        if (fault == "tampered")
        {
            byte[] der = identity.Certificate.ToDer();
            der[^1] ^= 1;
            chain[0] = QSslCertificate.FromDer(der);
        }
        return fault == "blacklisted" ? Blacklisted() : (chain, identity.Key);
    }

    private static (QSslCertificate[] Chain, QSslKey Key) Blacklisted()
    {
        using AsymmetricAlgorithm key = TestKeys.Make();
        CertificateRequest request = TestKeys.Request(new("CN=MD5 Collisions Inc. (http://www.phreedom.org/md5)"), key);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientPurpose)], critical: false));
        using X509Certificate2 issuer = TestPki.Intermediate.Certificate.ToX509Certificate2();
        DateTimeOffset now = DateTimeOffset.UtcNow;
        lock (TestPki.Intermediate)
        {
            using X509Certificate2 made = request.Create(issuer.SubjectName, TestPki.Intermediate.Signer, now.AddDays(-1), now.AddDays(5),
                [0x41]);
            QSslCertificate certificate = QSslCertificate.FromDer(made.RawData);
            Assert.True(certificate.IsBlacklisted);
            return ([certificate, .. TestPki.Intermediate.Chain],
                new(System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()), key is RSA ? KeyAlgorithm.Rsa : KeyAlgorithm.Ec));
        }
    }
}
