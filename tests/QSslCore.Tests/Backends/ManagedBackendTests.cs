using System.Runtime.Loader;
using System.Text;
using QSslCore.Tests.Interoperability;
using QSslCore.Tests.Keys;
using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Backends;

/// <summary>What the plug-in bouncycastle does beyond the contract: each of its suites and kinds of keys, against OpenSSL.</summary>
public sealed class ManagedBackendTests
{
    private const string Name = "bouncycastle";

    /// <summary>1024 bits.</summary>
    private const string SmallGroup = """
        -----BEGIN DH PARAMETERS-----
        MIGHAoGBAK7e1jW2sXXtGD7LfEtVmKQWC2V87qwSrFPnW2DPlXnzrDGnJo/tzYxU
        8iIzA1mss5ohWgiYHBLxnVoTaPLocKj9vXN9tDcE+ggVDleYeo9RBtyrzpkqBc0s
        gQxYpN/Jm1J0ujb0MFaed0SC/lZ0BfIxoztCInlGdDF2LkdptF3XAgEC
        -----END DH PARAMETERS-----
        """;

    private readonly TlsBackend _backend;

    public ManagedBackendTests()
    {
        TlsBackend? found = TlsBackendRegistry.Find(Name);
        if (found is null)
            Assert.Skip("the plug-in is not here: its package could not be restored");
        Needs.OpenSsl();
        _backend = found!;
    }

    public static TheoryData<string, SslProtocol> Identities =>
        new MatrixTheoryData<string, SslProtocol>(["rsa", "rsa-pss", "ecdsa", "p521", "ed25519", "ed448"], BackendPairs.Versions);

    /// <summary>No other module's BouncyCastle is this one, nor this one anybody else's.</summary>
    [Fact]
    public void It_has_its_library_to_itself()
    {
        Assert.Matches(@"^BouncyCastle\.Cryptography 2\.\d+\.\d+$", _backend.LibraryVersionString);
        AssemblyLoadContext own = AssemblyLoadContext.GetLoadContext(_backend.GetType().Assembly)!;
        Assert.NotEqual(AssemblyLoadContext.Default, own);
        Assert.Contains(own.Assemblies, a => a.GetName().Name == "BouncyCastle.Cryptography");
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, a => a.GetName().Name == "BouncyCastle.Cryptography");
        Assert.Equal(_backend.LibraryBuildVersionString, _backend.LibraryVersionString);
    }

    [Fact]
    public void Every_suite_is_spoken_with_openssl_in_both_roles()
    {
        Needs.EllipticKeys();
        using TestFiles files = new();
        PeerIdentity forEncryption = PeerIdentity.Make(files, "rsa, for any use");
        QSslCertificate[] chain = [.. QSslCertificate.FromPath(forEncryption.Chain)];
        QSslKey key = Key(File.ReadAllText(forEncryption.Key));
        QSslCipher[] common = [.. _backend.SupportedCiphers.Where(mine =>
            TlsBackendRegistry.Find("openssl")!.SupportedCiphers.Any(c => c.Name == mine.Name))];
        Assert.True(common.Length > 30, $"only {common.Length} suites are common");
        foreach (QSslCipher suite in common)
        {
            bool sharesKey = suite.AuthenticationMethod == "PSK";
            TestIdentity identity = suite.AuthenticationMethod == "RSA" ? TestPki.ServerRsa : TestPki.Server;
            SslProtocol protocol = suite.Protocol == SslProtocol.TlsV1_3 ? SslProtocol.TlsV1_3 : SslProtocol.TlsV1_2;
            foreach ((string client, string server) in new[] { (Name, "openssl"), ("openssl", Name), (Name, Name) })
            {
                using Link link = BackendPairs.Join(
                    client, server, protocol, identity, configureClient: c => c.Ciphers = [suite], configureServer: c =>
                    {
                        // The client encrypts for such a key, and most certificates do not allow that.
                        if (suite.KeyExchangeMethod == "RSA")
                            (c.LocalCertificateChain, c.PrivateKey) = (chain, key);
                    },
                    questions: sharesKey ? new KnownKey() : null);
                link.Handshake();
                Assert.Equal((suite.Name, suite.Name), (link.Client.SessionCipher.Name, link.Server.SessionCipher.Name));
                Assert.Equal((sharesKey, sharesKey), (link.Client.Facts.UsedPreSharedKey, link.Server.Facts.UsedPreSharedKey));
                Assert.Equal("there"u8.ToArray(), Link.Pump(link.Client, link.Server, "there"u8.ToArray()));
                Assert.Equal("back"u8.ToArray(), Link.Pump(link.Server, link.Client, "back"u8.ToArray()));
            }
        }
    }

    [Theory, MemberData(nameof(Identities))]
    public void Every_kind_of_key_proves_who_a_server_is_and_who_a_client(string kind, SslProtocol protocol)
    {
        using TestFiles files = new();
        PeerIdentity identity = PeerIdentity.Make(files, kind);
        QSslCertificate[] chain = [.. QSslCertificate.FromPath(identity.Chain)];
        QSslKey key = Key(File.ReadAllText(identity.Key));
        List<string> told = [];
        foreach ((string client, string server) in new[] { (Name, "openssl"), ("openssl", Name), (Name, Name) })
        {
            using Link link = BackendPairs.Join(
                client, server, protocol, serverVerify: PeerVerifyMode.QueryPeer,
                configureClient: c => (c.LocalCertificateChain, c.PrivateKey, c.CaCertificates) = (chain, key, [identity.Root]),
                configureServer: c => (c.LocalCertificateChain, c.PrivateKey) = (chain, key));
            link.Handshake();
            Assert.Empty(link.Client.Peer.ChainErrors);
            Assert.Equal((chain[0], chain[0]), (link.Client.Peer.Chain[0], link.Server.Peer.Chain[0]));
            told.AddRange([link.Client.Facts.PeerSignatureAlgorithm, link.Server.Facts.PeerSignatureAlgorithm]);
        }
        // Whoever tells it, it has the same name.
        Assert.All(told.Select(t => t.Split('+')[0]), t => Assert.Equal(told[0].Split('+')[0], t));
        Assert.NotEmpty(told[0]);
    }

    [Fact]
    public void A_servers_own_group_is_used_and_a_weak_one_is_refused()
    {
        QSslCipher suite = new("DHE-RSA-AES256-GCM-SHA384");
        using Link link = BackendPairs.Join("openssl", Name, SslProtocol.TlsV1_2, TestPki.ServerRsa, configureClient: c =>
            c.Ciphers = [suite]);
        link.Handshake();
        Assert.Equal((KeyAlgorithm.Dh, 2048), (link.Client.Facts.EphemeralServerKey.Value.Algorithm,
            link.Client.Facts.EphemeralServerKey.Value.Length));
        using Link other = BackendPairs.Join(Name, "openssl", SslProtocol.TlsV1_2, TestPki.ServerRsa, configureClient: c =>
            c.Ciphers = [suite]);
        other.Handshake();
        Assert.Equal(link.Client.Facts.EphemeralServerKey.Value.Length, other.Client.Facts.EphemeralServerKey.Value.Length);

        QSslDiffieHellmanParameters weak = QSslDiffieHellmanParameters.FromEncoded(Encoding.ASCII.GetBytes(SmallGroup));
        Assert.True(weak.IsValid, weak.ErrorString);
        Assert.Contains("too weak", Assert.Throws<TlsSetupException>(
            () => BackendPairs.Join(Name, Name, SslProtocol.TlsV1_2, configureServer: c => c.DiffieHellmanParameters = weak)).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_are_judged()
    {
        Assert.True(_backend.AreSoundDiffieHellman(QSslDiffieHellmanParameters.DefaultParameters.Der, out string reason), reason);
        byte[] even = QSslDiffieHellmanParameters.DefaultParameters.Der.ToArray();
        // The prime's last byte, before the generator (an INTEGER of one byte).
        even[^4] &= 0xFE;
        Assert.False(_backend.AreSoundDiffieHellman(even, out reason));
        Assert.NotEmpty(reason);
        Assert.False(_backend.AreSoundDiffieHellman([1, 2, 3], out reason));
        Assert.NotEmpty(reason);
    }

    /// <summary>RFC 8032, section 7.1, test 2.</summary>
    [Fact]
    public void Keys_that_dotnet_has_no_class_for_sign_and_are_written_encrypted()
    {
        Needs.KeyDerivation();
        byte[] seed = Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        QSslKey key = QSslKey.FromMaterial([.. Convert.FromHexString("302e020100300506032b657004220420"), .. seed], KeyType.PrivateKey,
            KeyAlgorithm.Opaque, -1);
        Assert.Equal(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
            Convert.ToHexStringLower(_backend.Sign(key, [0x72])!));
        Assert.Equal(TlsBackendRegistry.Find("openssl")!.PublicKeyOf(key), _backend.PublicKeyOf(key));
        Assert.Null(_backend.Sign(TestPki.Server.Key, [0x72]));

        byte[] passPhrase = "secret"u8.ToArray(), encrypted = _backend.EncryptKey(key, passPhrase)!;
        foreach (TlsBackend reader in new[] { _backend, TlsBackendRegistry.Find("openssl")! })
        {
            Assert.Equal(key.Material.ToArray(), reader.DecodeKey(encrypted, EncodingFormat.Der, KeyType.PrivateKey, passPhrase).Material);
            Assert.Equal(KeyReadFailure.WrongPassPhrase,
                reader.DecodeKey(encrypted, EncodingFormat.Der, KeyType.PrivateKey, "wrong"u8).Failure);
        }
    }

    [Fact]
    public void A_wrong_pass_phrase_is_told_from_a_format_that_nobody_reads()
    {
        byte[] scrypt = Encoding.ASCII.GetBytes(KnownKeys.Scrypt);
        Assert.Equal(KeyReadFailure.WrongPassPhrase, _backend.DecodeKey(scrypt, EncodingFormat.Pem, KeyType.PrivateKey, "wrong"u8).Failure);
        Assert.Equal(KeyReadFailure.PassPhraseNeeded, _backend.DecodeKey(scrypt, EncodingFormat.Pem, KeyType.PrivateKey, default).Failure);
        Assert.Equal(KeyReadFailure.NotAKey, _backend.DecodeKey("nonsense"u8, EncodingFormat.Pem, KeyType.PrivateKey, default).Failure);
    }

    [Fact]
    public void A_traditional_key_under_an_old_cipher_is_read()
    {
        Needs.EllipticKeys();
        byte[] des = Encoding.ASCII.GetBytes(KnownKeys.TraditionalDes);
        TlsKeyResult read = _backend.DecodeKey(des, EncodingFormat.Pem, KeyType.PrivateKey, Encoding.ASCII.GetBytes(KnownKeys.PassPhrase));
        Assert.Equal((KeyReadFailure.None, KeyAlgorithm.Ec, 256), (read.Failure, read.Algorithm, read.Length));
        Assert.Equal(Key(KnownKeys.Pkcs8), QSslKey.FromMaterial(read.Material, KeyType.PrivateKey, read.Algorithm, read.Length));
        Assert.Equal(KeyReadFailure.WrongPassPhrase, _backend.DecodeKey(des, EncodingFormat.Pem, KeyType.PrivateKey, "wrong"u8).Failure);
    }

    private static QSslKey Key(string pem)
    {
        TlsKeyResult read = TlsBackendRegistry.Find("openssl")!.DecodeKey(Encoding.ASCII.GetBytes(pem), EncodingFormat.Pem,
            KeyType.PrivateKey, default);
        Assert.Equal(KeyReadFailure.None, read.Failure);
        return QSslKey.FromMaterial(read.Material, KeyType.PrivateKey, read.Algorithm, read.Length);
    }
}
