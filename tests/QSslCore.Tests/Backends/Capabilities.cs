using System.Text;
using QSslCore.Tests.Keys;
using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Backends;

/// <summary>One thing that a backend may be able to do.</summary>
/// <param name="Name">A row's name on the page.</param>
/// <param name="Try">Does it with a backend; gives the refusal, or null when it could be done. What was neither fails the test.</param>
internal sealed record Capability(string Name, Func<TlsBackend, string?> Try);

/// <summary>What backends differ in, tried for real.</summary>
internal static class Capabilities
{
    private static readonly byte[] s_passPhrase = Encoding.ASCII.GetBytes(KnownKeys.PassPhrase);

    public static IReadOnlyList<Capability> All { get; } =
    [
        new("connections, TLS 1.2", b => Connect(b, SslProtocol.TlsV1_2)),
        new("connections, TLS 1.3", b => Connect(b, SslProtocol.TlsV1_3)),
        new("nothing of a client's credentials leaves before the verdict", HoldsBack),
        new("client certificates", b => Connect(b, SslProtocol.TlsV1_3, server: c => c.PeerVerifyMode = PeerVerifyMode.VerifyPeer)),
        new("renegotiation with the accepted peer, TLS 1.2", b => Connect(
            b, SslProtocol.TlsV1_2, client: c => c.AllowRenegotiation = true)),
        new("application protocols (ALPN)", Negotiates),
        new("cipher suites chosen", b => Connect(b, SslProtocol.TlsV1_3, client: c =>
            c.Ciphers = [new QSslCipher("TLS_AES_128_GCM_SHA256")])),
        new("a server that follows its client's order of suites", b => Connect(
            b, SslProtocol.TlsV1_3, server: c => c.SetSslOption(SslOption.DisableServerCipherPreference, true))),
        new("elliptic curves chosen", b => Connect(
            b, SslProtocol.TlsV1_3, client: c => c.EllipticCurves = [QSslEllipticCurve.FromShortName("prime256v1")])),
        new("Diffie-Hellman parameters of one's own", b => Connect(
            b, SslProtocol.TlsV1_2, server: c =>
                c.DiffieHellmanParameters = QSslDiffieHellmanParameters.FromEncoded("nonsense"u8.ToArray()), because: "Diffie")),
        new("options of the library (BackendConfiguration)", b => Connect(
            b, SslProtocol.TlsV1_3, client: c => c.SetBackendConfigurationOption("MinProtocol", "TLSv1.2"))),
        new("pre-shared keys, TLS 1.2", b => SharesKeys(b, SslProtocol.TlsV1_2)),
        new("pre-shared keys, TLS 1.3", b => SharesKeys(b, SslProtocol.TlsV1_3)),
        new("stapled OCSP responses looked at", LooksAtStaples),
        new("OCSP responses stapled", b => Connect(
            b, SslProtocol.TlsV1_3, server: c => c.StapledOcspResponse = [1, 2, 3], because: "not an OCSP response")),
        new("OCSP responses stapled, for each name", b => Connect(
            b, SslProtocol.TlsV1_3, server: c =>
                c.ServerIdentities = [new(TestPki.ServerName, TestPki.Server.Chain, TestPki.Server.Key, [1, 2, 3])],
            because: "not an OCSP response")),
        new("key logs", b => Connect(b, SslProtocol.TlsV1_3, client: c => c.KeyLogCallback = _ => { })),
        new("handshake messages told", b => Connect(b, SslProtocol.TlsV1_3, client: c => c.RecordsHandshakeMessages = true)),
        new("a server's certificate for each name", b => Connect(
            b, SslProtocol.TlsV1_3, server: c => c.ServerIdentities = [new(TestPki.ServerName, TestPki.Server.Chain, TestPki.Server.Key)])),
        new("RSA identities", b => Connect(b, SslProtocol.TlsV1_3, identity: TestPki.ServerRsa)),
        new("Ed25519 identities", b => Connect(b, SslProtocol.TlsV1_3, server: c => c.PrivateKey = Ed25519(), because: "does not belong")),
        new("keying material exported", ExportsKeys),
        new("chains verified", b => b.VerifyChain(
            TestPki.Server.Chain, new() { CaCertificates = [TestPki.Root.Certificate] }, SslMode.SslServerMode).ChainErrors.Count == 0
                ? null
                : "it finds faults where there are none"),
        new("keys in PKCS#8", b => Decode(b, KnownKeys.Pkcs8)),
        new("keys in the traditional form, encrypted", b => Decode(b, KnownKeys.TraditionalAes)),
        new("keys in PKCS#8, encrypted with PBES2", b => Decode(b, TestPki.Server.EncryptedKeyPem(KnownKeys.PassPhrase))),
        new("keys in PKCS#8, encrypted as PKCS#12 does", b => Decode(b, KnownKeys.Pbes1)),
        new("keys in PKCS#8, encrypted with scrypt", b => Decode(b, KnownKeys.Scrypt)),
        new("keys written with encryption", Encodes),
        new("public halves of keys", b => b.PublicKeyOf(TestPki.ServerRsa.Key).Equals(TestPki.ServerRsa.Certificate.PublicKey)
            ? null
            : "it finds another"),
    ];

    /// <param name="because">A refusal with this text comes of what the test gives, and shows that it was looked at: it is none of the
    /// backend's.</param>
    private static string? Connect(
        TlsBackend backend, SslProtocol protocol, TestIdentity? identity = null, Action<QSslConfiguration>? client = null,
        Action<QSslConfiguration>? server = null, string? because = null)
    {
        try
        {
            using Link link = BackendPairs.Join(
                backend.Name, backend.Name, protocol, identity, TestPki.Client, configureClient: client, configureServer: server);
            link.Handshake();
            Assert.Equal("data"u8.ToArray(), Link.Pump(link.Client, link.Server, "data"u8.ToArray()));
            return null;
        }
        catch (TlsSetupException e)
        {
            return because is not null && e.Message.Contains(because, StringComparison.Ordinal)
                && !e.Message.Contains($"'{backend.Name}'", StringComparison.Ordinal)
                ? null
                : e.Message;
        }
    }

    private static string? HoldsBack(TlsBackend backend)
    {
        try
        {
            using Link link = BackendPairs.Join(backend.Name, backend.Name, SslProtocol.TlsV1_2, TestPki.SelfSigned, TestPki.Client,
                PeerVerifyMode.VerifyPeer);
            link.UntilClientIsAsked();
            int sent = link.ClientTransport.Sent.Count;
            link.Client.Handshake();
            Assert.Equal((sent, 0), (link.ClientTransport.Sent.Count, link.Client.CiphertextPending));
            return null;
        }
        catch (TlsSetupException e)
        {
            return e.Message;
        }
    }

    private static string? Negotiates(TlsBackend backend)
    {
        try
        {
            using Link link = BackendPairs.Join(
                backend.Name, backend.Name, SslProtocol.TlsV1_3, configureClient: c =>
                    c.AllowedNextProtocols = ["imap"], configureServer: c => c.AllowedNextProtocols = ["imap"]);
            link.Handshake();
            Assert.Equal("imap", link.Client.ApplicationProtocol);
            Assert.Contains(SupportedFeature.ClientSideAlpn, backend.SupportedFeatures);
            Assert.Contains(SupportedFeature.ServerSideAlpn, backend.SupportedFeatures);
            return null;
        }
        catch (TlsSetupException e)
        {
            Assert.DoesNotContain(SupportedFeature.ClientSideAlpn, backend.SupportedFeatures);
            return e.Message;
        }
    }

    private static string? SharesKeys(TlsBackend backend, SslProtocol protocol)
    {
        try
        {
            using Link link = BackendPairs.Join(
                backend.Name, backend.Name, protocol, configureServer: c =>
                    (c.LocalCertificateChain, c.PrivateKey) = ([], new()), questions: new KnownKey());
            link.Handshake();
            Assert.Empty(link.Client.Peer.Chain);
            Assert.True(link.Client.Facts.UsedPreSharedKey && link.Server.Facts.UsedPreSharedKey);
            Assert.Contains(SupportedFeature.Psk, backend.SupportedFeatures);
            return null;
        }
        catch (TlsSetupException e)
        {
            Assert.DoesNotContain(SupportedFeature.Psk, backend.SupportedFeatures);
            return e.Message;
        }
    }

    private static string? LooksAtStaples(TlsBackend backend)
    {
        try
        {
            using Link link = BackendPairs.Join(backend.Name, backend.Name, SslProtocol.TlsV1_3, configureClient: c =>
                c.OcspStaplingEnabled = true);
            link.UntilClientIsAsked();
            Assert.Equal([SslErrorCode.OcspNoResponseFound], link.Client.Peer.OcspErrors.Select(e => e.Error));
            Assert.Contains(SupportedFeature.Ocsp, backend.SupportedFeatures);
            return null;
        }
        catch (TlsSetupException e)
        {
            Assert.DoesNotContain(SupportedFeature.Ocsp, backend.SupportedFeatures);
            return e.Message;
        }
    }

    private static string? ExportsKeys(TlsBackend backend)
    {
        try
        {
            using Link link = BackendPairs.Join(backend.Name, backend.Name, SslProtocol.TlsV1_3);
            link.Handshake();
            return link.Client.ExportKeyingMaterial("EXPORTER-test", null, 16).Length == 16 ? null : "it exports too little";
        }
        catch (Exception e) when (e is NotSupportedException or TlsSetupException)
        {
            return e.Message;
        }
    }

    private static string? Decode(TlsBackend backend, string pem)
    {
        TlsKeyResult result = backend.DecodeKey(Encoding.ASCII.GetBytes(pem), EncodingFormat.Pem, KeyType.PrivateKey, s_passPhrase);
        Assert.True(result.Failure is KeyReadFailure.None or KeyReadFailure.Unsupported, result.Failure.ToString());
        return result.Failure == KeyReadFailure.None ? null : "The encryption of the key is not supported by the TLS backend.";
    }

    private static string? Encodes(TlsBackend backend)
    {
        string pem = Encoding.ASCII.GetString(backend.EncodeKey(TestPki.ServerRsa.Key, EncodingFormat.Pem, s_passPhrase));
        Assert.Equal(KeyReadFailure.None, backend.DecodeKey(Encoding.ASCII.GetBytes(pem), EncodingFormat.Pem, KeyType.PrivateKey,
            s_passPhrase).Failure);
        return null;
    }

    private static QSslKey Ed25519()
    {
        byte[] pkcs8 = PemBytes(KnownKeys.Ed25519);
        return QSslKey.FromMaterial(pkcs8, KeyType.PrivateKey, KeyAlgorithm.Opaque, -1);
    }

    private static byte[] PemBytes(string pem)
    {
        PemReader reader = new(Encoding.ASCII.GetBytes(pem));
        Assert.True(reader.Read(out PemBlock block));
        return block.Decode();
    }
}
