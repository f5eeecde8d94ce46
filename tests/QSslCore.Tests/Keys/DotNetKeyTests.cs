using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Keys;

/// <summary>Keys and identities as .NET has them, those that cannot be exported included.</summary>
public sealed class DotNetKeyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_certificate_with_its_key_is_an_identity(bool rsa)
    {
        Needs.Bundles();
        TestIdentity identity = rsa ? TestPki.ServerRsa : TestPki.Server;
        using X509Certificate2 native = identity.Certificate.ToX509Certificate2(identity.Key);
        QSslConfiguration configuration = new();
        configuration.SetLocalIdentity(native);
        Assert.Equal(identity.Certificate, configuration.LocalCertificate);
        Assert.Equal(identity.Key, configuration.PrivateKey);
        Assert.True(configuration.PrivateKey.IsExportable);
    }

    [Fact]
    public void Intermediates_at_hand_are_in_the_chain_and_the_root_is_not()
    {
        Needs.Bundles();
        using X509Certificate2 native = TestPki.Server.Certificate.ToX509Certificate2(TestPki.Server.Key);
        using X509Certificate2 above = TestPki.Intermediate.Certificate.ToX509Certificate2();
        using X509Certificate2 root = TestPki.Root.Certificate.ToX509Certificate2();
        QSslConfiguration configuration = new();
        configuration.SetLocalIdentity(native, [root, above]);
        Assert.Equal([TestPki.Server.Certificate, TestPki.Intermediate.Certificate], configuration.LocalCertificateChain);
    }

    [Fact]
    public void A_certificate_without_a_key_is_none()
    {
        using X509Certificate2 bare = (X509Certificate2)TestPki.Server.Certificate;
        Assert.Equal(TestPki.Server.Certificate.ToDer(), bare.RawData);
        Assert.True(QSslKey.FromX509Certificate2(bare).IsNull);
        Assert.Throws<ArgumentException>(() => new QSslConfiguration().SetLocalIdentity(bare));
    }

    [Fact]
    public void A_key_that_cannot_be_exported_gives_nothing_away()
    {
        using LockedRsa locked = new(TestPki.ServerRsa.Pkcs8);
        QSslKey key = QSslKey.FromAsymmetricAlgorithm(locked);
        Assert.False(key.IsExportable);
        Assert.False(key.IsNull);
        Assert.Equal((KeyType.PrivateKey, KeyAlgorithm.Rsa, 2048), (key.Type, key.Algorithm, key.Length));
        Assert.Equal("RSA 2048 private key", key.ToString());
        Assert.True(TestPki.ServerRsa.Certificate.IsCertificateOf(key));
        Assert.False(TestPki.Server.Certificate.IsCertificateOf(key));
        Assert.Throws<NotSupportedException>(() => key.ToPem());
        Assert.Throws<NotSupportedException>(() => key.ToDer());
        Assert.Throws<NotSupportedException>(() => QSslCertificate.ExportPkcs12(key, TestPki.ServerRsa.Certificate, null, [1]));
        Assert.NotEqual(TestPki.ServerRsa.Key, key);
        Assert.Equal(key, key);
    }

    [Fact]
    public void A_public_key_is_refused_before_any_handshake()
    {
        using RSA half = TestPki.ServerRsa.Certificate.ToX509Certificate2().GetRSAPublicKey()!;
        Assert.ThrowsAny<CryptographicException>(() => QSslKey.FromAsymmetricAlgorithm(half));
    }

    [Theory]
    [InlineData("openssl", "choose a backend that lets the key sign")]
    [InlineData("sslstream", "sslstream")]
    public void A_backend_that_needs_the_key_itself_says_so(string backend, string says)
    {
        Needs.Backend(backend);
        using LockedRsa locked = new(TestPki.ServerRsa.Pkcs8);
        QSslConfiguration configuration = new()
        {
            Backend = backend, LocalCertificateChain = TestPki.ServerRsa.Chain, PrivateKey = QSslKey.FromAsymmetricAlgorithm(locked),
        };
        TlsSetupException fault = Assert.IsType<TlsSetupException>(ConfigurationCheck.Run(SslMode.SslServerMode, configuration));
        Assert.Contains(says, fault.Message);
    }

    [Theory]
    [InlineData(false, SslProtocol.TlsV1_2)]
    [InlineData(false, SslProtocol.TlsV1_3)]
    [InlineData(true, SslProtocol.TlsV1_2)]
    [InlineData(true, SslProtocol.TlsV1_3)]
    public void Bouncycastle_lets_it_sign(bool rsa, SslProtocol protocol)
    {
        Needs.Backend("bouncycastle");
        if (!rsa)
            Needs.EllipticKeys();
        TestIdentity identity = rsa ? TestPki.ServerRsa : TestPki.Server;
        using AsymmetricAlgorithm locked = rsa ? new LockedRsa(identity.Pkcs8) : new LockedEcdsa(identity.Pkcs8);
        using EncryptedPair pair = new(
            client =>
            {
                client.Backend = "bouncycastle";
                client.Protocol = protocol;
                client.CaCertificates = [TestPki.Root.Certificate, TestPki.RootRsa.Certificate];
            },
            server =>
            {
                server.Backend = "bouncycastle";
                server.LocalCertificateChain = identity.Chain;
                server.PrivateKey = QSslKey.FromAsymmetricAlgorithm(locked);
            });
        Assert.Equal(identity.Certificate, pair.Client.PeerCertificate);
        Assert.Equal(protocol, pair.Client.SessionProtocol);
    }

    private sealed class LockedRsa : RSA
    {
        private readonly RSA _inner = Create();

        public LockedRsa(byte[] pkcs8)
        {
            _inner.ImportPkcs8PrivateKey(pkcs8, out _);
            KeySizeValue = _inner.KeySize;
        }

        public override byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding) =>
            _inner.SignHash(hash, hashAlgorithm, padding);

        public override RSAParameters ExportParameters(bool includePrivateParameters) => includePrivateParameters
            ? throw new CryptographicException("The key does not leave its card.")
            : _inner.ExportParameters(false);

        public override void ImportParameters(RSAParameters parameters) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _inner.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class LockedEcdsa : ECDsa
    {
        private readonly ECDsa _inner = Create();

        public LockedEcdsa(byte[] pkcs8)
        {
            _inner.ImportPkcs8PrivateKey(pkcs8, out _);
            KeySizeValue = _inner.KeySize;
        }

        public override byte[] SignHash(byte[] hash) => _inner.SignHash(hash);

        public override bool VerifyHash(byte[] hash, byte[] signature) => _inner.VerifyHash(hash, signature);

        public override ECParameters ExportParameters(bool includePrivateParameters) => includePrivateParameters
            ? throw new CryptographicException("The key does not leave its card.")
            : _inner.ExportParameters(false);

        protected override void Dispose(bool disposing)
        {
            _inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
