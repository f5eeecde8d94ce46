using System.Security.Cryptography;
using System.Text;
using QSslCore.Tests.Interoperability;
using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Backends;

/// <summary>A signature is good only if its scheme fits the key, whoever signs and whoever reads (RFC 8446, section 4.2.3).</summary>
public sealed class SignatureContractTests
{
    private const int RsaPkcs1Sha256 = 0x0401, EcdsaP256 = 0x0403, EcdsaP384 = 0x0503, EcdsaP521 = 0x0603, EcdsaSha1 = 0x0203;
    private const int RsaePss256 = 0x0804, PssPss256 = 0x0809, Brainpool256 = 0x081A, Ed25519 = 0x0807;

    private static readonly string[] s_judges = ["openssl", "bouncycastle"];

    public static TheoryData<string, bool, int, bool> Proofs
    {
        get
        {
            TheoryData<string, bool, int, bool> cases = [];
            foreach (string judge in s_judges.Where(BackendPairs.WithTls.Contains))
            {
                foreach (bool isServer in new[] { false, true })
                {
                    foreach (int scheme in new[] { EcdsaP256, EcdsaP384, EcdsaP521, EcdsaSha1, Brainpool256, Ed25519, 0x0404, 0 })
                        cases.Add(judge, isServer, scheme, false);
                    foreach (int scheme in new[] { RsaePss256, PssPss256, RsaPkcs1Sha256, EcdsaP256 })
                        cases.Add(judge, isServer, scheme, true);
                }
            }
            return cases;
        }
    }

    public static TheoryData<string, int, bool> Exchanges
    {
        get
        {
            TheoryData<string, int, bool> cases = [];
            foreach (string judge in s_judges.Where(BackendPairs.WithTls.Contains))
            {
                foreach (int scheme in new[] { EcdsaSha1, Brainpool256, Ed25519, RsaePss256, 0 })
                    cases.Add(judge, scheme, false);
                foreach (int scheme in new[] { PssPss256, EcdsaP256, 0x0201, 0 })
                    cases.Add(judge, scheme, true);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Proofs))]
    public void A_proof_whose_scheme_does_not_fit_the_key_is_refused(string judge, bool isServer, int scheme, bool isRsa)
    {
        Needs.OpenSsl();
        Needs.EllipticKeys();
        KeptKeys keys = new();
        TestIdentity identity = isRsa ? TestPki.ServerRsa : TestPki.Server;
        using Link link = isServer
            ? BackendPairs.Join("openssl", judge, SslProtocol.TlsV1_3, clientIdentity: identity, serverVerify: PeerVerifyMode.QueryPeer,
                configureClient: Log, questions: keys)
            : BackendPairs.Join(judge, "openssl", SslProtocol.TlsV1_3, identity, configureServer: Log, questions: keys);
        TlsEngine victim = isServer ? link.Server : link.Client;
        link.Client.Handshake();
        for (int turn = 0; turn < 100; turn++)
            link.Server.Handshake();
        byte[] hello = FlightForge.Messages([.. link.ClientTransport.Sent]);
        if (isServer)
        {
            Assert.Equal(TlsEngineStatus.NeedsVerdict, Link.Until(link.Client.Handshake));
            link.Client.Accept();
            for (int turn = 0; turn < 100; turn++)
                link.Client.Handshake();
            byte[] before = [.. hello, .. FlightForge.Messages([.. link.ServerTransport.Sent], keys["SERVER_HANDSHAKE_TRAFFIC_SECRET"])];
            link.ServerTransport.Rewrite(flight => FlightForge.Forge(flight, before, keys["CLIENT_HANDSHAKE_TRAFFIC_SECRET"],
                isServer: false, scheme, data => Sign(identity, scheme, data)));
        }
        else
        {
            link.ClientTransport.Rewrite(flight => FlightForge.Forge(flight, hello, keys["SERVER_HANDSHAKE_TRAFFIC_SECRET"], isServer: true,
                scheme, data => Sign(identity, scheme, data)));
        }
        TlsEngineStatus end = End(victim);
        if (scheme == (isRsa ? RsaePss256 : EcdsaP256))
        {
            Assert.True(end != TlsEngineStatus.Failed, victim.Failure?.Reason);
            return;
        }
        Assert.Equal(TlsEngineStatus.Failed, end);
        Assert.Equal((AlertType.IllegalParameter, false), (victim.Failure!.Alert, victim.Failure.AlertIsFromPeer));

        static void Log(QSslConfiguration configuration)
        {
            configuration.Ciphers = [new QSslCipher("TLS_AES_128_GCM_SHA256")];
            configuration.KeyLogCallback = _ => { };
        }
    }

    /// <summary>TLS 1.2: the scheme of the ServerKeyExchange, which is in the clear.</summary>
    [Theory, MemberData(nameof(Exchanges))]
    public void A_key_exchange_whose_scheme_does_not_fit_the_key_is_refused(string judge, int scheme, bool isRsa)
    {
        Needs.OpenSsl();
        Needs.EllipticKeys();
        using Link link = BackendPairs.Join(judge, "openssl", SslProtocol.TlsV1_2, isRsa ? TestPki.ServerRsa : TestPki.Server,
            configureClient: c => c.EllipticCurves = [QSslEllipticCurve.FromShortName("prime256v1")]);
        link.Client.Handshake();
        for (int turn = 0; turn < 100; turn++)
            link.Server.Handshake();
        link.ClientTransport.Rewrite(flight =>
        {
            // ServerKeyExchange: type, length, named curve, P-256, a point of 65 bytes, the scheme.
            byte[] start = [3, 0, 23, 65, 4];
            int at = flight.AsSpan().IndexOf(start) + start.Length + 64;
            Assert.True(flight[at + 1] is 1 or 3 or 4, $"scheme {flight[at]:X2}{flight[at + 1]:X2}");
            (flight[at], flight[at + 1]) = ((byte)(scheme >> 8), (byte)scheme);
            return flight;
        });
        Assert.Equal(TlsEngineStatus.Failed, End(link.Client));
        Assert.False(link.Client.Failure!.AlertIsFromPeer);
        // Older versions of OpenSSL find SHA-1 below their security level before they compare the schemes. OpenSSL 3.5 compares first.
        bool isBelow = judge == "openssl" && scheme is (EcdsaSha1 or 0x0201);
        AlertType[] expected = isBelow ? [AlertType.HandshakeFailure, AlertType.IllegalParameter] : [AlertType.IllegalParameter];
        Assert.Contains(link.Client.Failure.Alert!.Value, expected);
    }

    [Theory]
    [InlineData(SslProtocol.TlsV1_2, false)]
    [InlineData(SslProtocol.TlsV1_3, false)]
    [InlineData(SslProtocol.TlsV1_2, true)]
    [InlineData(SslProtocol.TlsV1_3, true)]
    public void What_is_offered_belongs_to_the_version(SslProtocol protocol, bool isRequest)
    {
        Needs.OpenSsl();
        Needs.EllipticKeys();
        if (!BackendPairs.WithTls.Contains("bouncycastle"))
            Assert.Skip("the plug-in is not here: its package could not be restored");
        byte[] brainpool = [0x08, 0x1A, 0x08, 0x1B, 0x08, 0x1C];
        bool isThere;
        if (!isRequest)
        {
            using Link link = BackendPairs.Join("bouncycastle", "openssl", protocol);
            link.Client.Handshake();
            isThere = link.ClientTransport.Sent.ToArray().AsSpan().IndexOf(brainpool) >= 0;
            Assert.Equal(protocol == SslProtocol.TlsV1_3, isThere);
            return;
        }
        KeptKeys keys = new();
        using Link asked = BackendPairs.Join("openssl", "bouncycastle", protocol, serverVerify: PeerVerifyMode.QueryPeer, questions: keys,
            configureClient: c =>
            {
                c.KeyLogCallback = _ => { };
                if (protocol == SslProtocol.TlsV1_3)
                    c.Ciphers = [new QSslCipher("TLS_AES_128_GCM_SHA256")];
            });
        asked.UntilClientIsAsked();
        byte[] messages = FlightForge.Messages([.. asked.ServerTransport.Sent],
            protocol == SslProtocol.TlsV1_3 ? keys["SERVER_HANDSHAKE_TRAFFIC_SECRET"] : null);
        isThere = messages.AsSpan().IndexOf(brainpool) >= 0;
        Assert.Equal(protocol == SslProtocol.TlsV1_3, isThere);
    }

    /// <summary>RFC 4055, section 3.1: a key for RSASSA-PSS may be for one hash alone.</summary>
    [Theory]
    [InlineData(SslProtocol.TlsV1_2)]
    [InlineData(SslProtocol.TlsV1_3)]
    public void A_key_for_one_hash_signs_with_no_other(SslProtocol protocol)
    {
        Needs.OpenSsl();
        if (!BackendPairs.WithTls.Contains("bouncycastle"))
            Assert.Skip("the plug-in is not here: its package could not be restored");
        using TestFiles files = new();
        foreach (string salt in new[] { "20", "32" })
        {
            PeerIdentity identity = PeerIdentity.MakeByProgram(files, "-algorithm", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048",
                "-pkeyopt", "rsa_pss_keygen_md:sha256", "-pkeyopt", "rsa_pss_keygen_mgf1_md:sha256", "-pkeyopt",
                $"rsa_pss_keygen_saltlen:{salt}");
            foreach ((string client, string server) in new[]
            {
                ("openssl", "bouncycastle"), ("bouncycastle", "openssl"), ("bouncycastle", "bouncycastle"),
            })
            {
                using Link link = Join(client, server, identity, null);
                link.Handshake();
                Assert.Equal("RSASSA-PSS+SHA256", link.Client.Facts.PeerSignatureAlgorithm);
            }
            using Link other = Join("openssl", "bouncycastle", identity, "RSA-PSS+SHA512:rsa_pss_pss_sha512");
            other.Fail();
            Assert.Equal(AlertType.HandshakeFailure, other.Server.Failure!.Alert);
        }

        Link Join(string client, string server, PeerIdentity identity, string? signatures) => BackendPairs.Join(client, server, protocol,
            configureClient: c =>
            {
                c.CaCertificates = [identity.Root];
                if (signatures is not null)
                    c.SetBackendConfigurationOption("SignatureAlgorithms", signatures);
            },
            configureServer: c => (c.LocalCertificateChain, c.PrivateKey) =
                ([.. QSslCertificate.FromPath(identity.Chain)], new QSslKey(File.ReadAllBytes(identity.Key), KeyAlgorithm.Rsa)));
    }

    /// <summary>RFC 5246, section 7.4.4: a server that asks for certificates with RSA keys gets no other.</summary>
    [Fact]
    public void A_client_shows_no_certificate_of_a_kind_that_was_not_asked_for()
    {
        Needs.OpenSsl();
        Needs.EllipticKeys();
        foreach (string client in s_judges.Where(BackendPairs.WithTls.Contains))
        {
            using Link link = BackendPairs.Join(client, "openssl", SslProtocol.TlsV1_2, TestPki.ServerRsa, TestPki.Client,
                PeerVerifyMode.QueryPeer, configureServer: c =>
                {
                    c.SetBackendConfigurationOption("ClientSignatureAlgorithms", "RSA-PSS+SHA256:RSA+SHA256");
                });
            link.Handshake();
            Assert.True(link.Client.Facts.CertificateRequested);
            Assert.Empty(link.Server.Peer.Chain);
        }
    }

    [Theory]
    [InlineData(SslProtocol.TlsV1_2, "DHE-RSA-AES256-GCM-SHA384")]
    [InlineData(SslProtocol.TlsV1_3, null)]
    public void A_peer_that_knows_finite_fields_alone_is_served(SslProtocol protocol, string? suite)
    {
        Needs.OpenSsl();
        foreach ((string client, string server) in new[] { ("openssl", "bouncycastle"), ("bouncycastle", "openssl") })
        {
            if (!BackendPairs.WithTls.Contains("bouncycastle"))
                Assert.Skip("the plug-in is not here: its package could not be restored");
            using Link link = BackendPairs.Join(client, server, protocol, TestPki.ServerRsa,
                configureClient: c =>
                {
                    if (suite is not null)
                        c.Ciphers = [new QSslCipher(suite)];
                    if (client == "openssl")
                        c.SetBackendConfigurationOption("Groups", "ffdhe3072");
                },
                configureServer: c =>
                {
                    if (server == "openssl")
                        c.SetBackendConfigurationOption("Groups", "ffdhe3072");
                });
            link.Handshake();
            TlsFacts facts = link.Client.Facts;
            int bits = facts.FiniteFieldBits;
            // The size is known without the key itself, which costs as much to encode as half of a handshake.
            Assert.Equal(client != "openssl", facts.EphemeralServerKey.IsValueCreated);
            Assert.Equal((KeyAlgorithm.Dh, bits), (facts.EphemeralServerKey.Value.Algorithm, facts.EphemeralServerKey.Value.Length));
            Assert.Equal(0, link.Server.Facts.FiniteFieldBits);
            if (protocol == SslProtocol.TlsV1_3)
                Assert.Equal(3072, bits);
        }
    }

    /// <summary>A library may ask for the verdict on the certificate before it looks at the proof.</summary>
    private static TlsEngineStatus End(TlsEngine victim)
    {
        TlsEngineStatus status = Link.Until(victim.Handshake);
        if (status != TlsEngineStatus.NeedsVerdict)
            return status;
        victim.Accept();
        return Link.Until(victim.Handshake);
    }

    private static byte[] Sign(TestIdentity identity, int scheme, byte[] data)
    {
        HashAlgorithmName hash = scheme switch
        {
            EcdsaP384 => HashAlgorithmName.SHA384,
            EcdsaP521 => HashAlgorithmName.SHA512,
            EcdsaSha1 => HashAlgorithmName.SHA1,
            _ => HashAlgorithmName.SHA256,
        };
        if (identity == TestPki.ServerRsa)
        {
            using RSA rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(identity.Pkcs8, out _);
            return rsa.SignData(data, hash, scheme == RsaPkcs1Sha256 ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss);
        }
        using ECDsa ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(identity.Pkcs8, out _);
        return ecdsa.SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence);
    }
}
