using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using QSslCore.Tests.Interoperability;
using QSslCore.Tests.Keys;
using QSslCore.Tests.Support;
using QSslCore.Tls;
using QSslCore.Tls.CertOnly;
using QSslCore.Tls.Platform;

namespace QSslCore.Tests.Backends;

/// <summary>One key is one key for every backend, whatever its form. What a backend says of a key that it cannot read is true.</summary>
public sealed class KeyContractTests
{
    private const string PassPhrase = "pässwört €";

    private static readonly string[] s_kinds =
    [
        "ec P-256", "ec P-384", "ec P-521", "ec secp256k1", "ec brainpoolP256r1", "ec brainpoolP384r1", "ec brainpoolP512r1",
        "rsa", "rsa-pss", "ed25519", "ed448", "x25519", "x448", "dsa",
    ];

    public static TheoryData<string, string> Cases => new MatrixTheoryData<string, string>(
        [.. TlsBackendRegistry.Available.Select(b => b.Name)], s_kinds);

    public static TheoryData<string, string> Curves => new MatrixTheoryData<string, string>(
        [.. TlsBackendRegistry.Available.Select(b => b.Name)], ["P-256", "P-384", "P-521", "secp256k1", "brainpoolP256r1"]);

    [Theory, MemberData(nameof(Cases))]
    public void A_key_is_read_written_and_halved_as_by_openssl(string backend, string kind)
    {
        Ask(backend, kind);
        Needs.KeyDerivation(backend);
        TlsBackend tested = TlsBackendRegistry.Find(backend)!, openSsl = OpenSsl();
        byte[] pem = Generate(kind), phrase = Encoding.UTF8.GetBytes(PassPhrase);
        QSslKey key = Read(tested, pem), known = Read(openSsl, pem);
        Assert.Equal(known, key);
        Assert.Equal(Read(openSsl, tested.EncodeKey(key, EncodingFormat.Pem, default)), key);
        if (tested.PublicKeyOf(key) is { IsNull: false } half)
            Assert.Equal(openSsl.PublicKeyOf(known), half);
        else
            Assert.False(backend is "openssl" or "bouncycastle", "there is no public half");
        if (tested.EncryptKey(key, phrase) is { } encrypted)
            Assert.Equal(known, Read(openSsl, encrypted, phrase, EncodingFormat.Der));
        if (openSsl.EncryptKey(known, phrase) is { } other)
            Assert.Equal(known, Read(tested, other, phrase, EncodingFormat.Der));
        if (backend is "openssl" or "bouncycastle")
        {
            byte[] written = tested.EncodeKey(key, EncodingFormat.Pem, phrase);
            Assert.Equal(known, Read(openSsl, written, phrase));
            Assert.Equal(known, Read(tested, openSsl.EncodeKey(known, EncodingFormat.Pem, phrase), phrase));
            Assert.Equal(openSsl.EncodeKey(known, EncodingFormat.Der, default), tested.EncodeKey(key, EncodingFormat.Der, default));
        }
    }

    /// <summary>SEC 1, section 2.3.3: half of a point and one bit more say the same as a whole one.</summary>
    [Theory, MemberData(nameof(Curves))]
    public void A_compressed_point_is_the_same_key(string backend, string curve)
    {
        Ask(backend, $"ec {curve}");
        using TestFiles files = new();
        TlsBackend tested = TlsBackendRegistry.Find(backend)!;
        byte[] pem = Generate($"ec {curve}");
        QSslKey key = Read(OpenSsl(), pem);
        string whole = files.Write("whole.pem", Encoding.ASCII.GetString(pem));
        string pkcs8 = files.PathOf("pkcs8.pem"), sec1 = files.PathOf("sec1.pem");
        Run("pkey", "-in", whole, "-out", pkcs8, "-ec_conv_form", "compressed");
        Run("ec", "-in", whole, "-out", sec1, "-conv_form", "compressed");
        Assert.NotEqual(File.ReadAllBytes(pkcs8), pem);
        Assert.Equal(key, Read(tested, File.ReadAllBytes(pkcs8)));
        Assert.Equal(key, Read(tested, File.ReadAllBytes(sec1)));
    }

    [Theory, MemberData(nameof(Curves))]
    public void Certificates_with_a_compressed_point_are_verified(string backend, string curve)
    {
        Ask(backend, $"ec {curve}");
        using TestFiles files = new();
        string whole = files.Write("ca.key", Encoding.ASCII.GetString(Generate($"ec {curve}")));
        string key = files.PathOf("compressed.key");
        string root = files.PathOf("ca.pem"), leaf = files.PathOf("leaf.pem"), request = files.PathOf("leaf.csr");
        Run("ec", "-in", whole, "-out", key, "-conv_form", "compressed");
        Run("req", "-x509", "-new", "-key", key, "-subj", "/CN=Compressed Root", "-days", "2", "-out", root);
        Run("req", "-new", "-key", whole, "-subj", "/CN=leaf.test", "-out", request);
        Run("x509", "-req", "-in", request, "-CA", root, "-CAkey", key, "-days", "2", "-set_serial", "4711", "-out", leaf);
        QSslCertificate authority = QSslCertificate.FromPath(root)[0], certificate = QSslCertificate.FromPath(leaf)[0];
        Assert.True(authority.PublicKey.ToDer()[^(1 + ((authority.PublicKey.Length + 7) / 8))] is 2 or 3, "the point is whole");
        QSslConfiguration configuration = new() { CaCertificates = [authority] };
        // Curves that are no part of the web's PKI may be judged weak or unknown; the signature holds all the same.
        TlsPeer peer = TlsBackendRegistry.Find(backend)!.VerifyChain([certificate], configuration, SslMode.UnencryptedMode);
        Assert.DoesNotContain(peer.ChainErrors, e => e.Error is SslErrorCode.CertificateSignatureFailed
            or SslErrorCode.UnableToGetLocalIssuerCertificate
                or SslErrorCode.UnableToVerifyFirstCertificate);
        Assert.True(authority.IsCertificateOf(Read(TlsBackendRegistry.Find(backend)!, File.ReadAllBytes(whole))));
    }

    [Theory, MemberData(nameof(Backends))]
    public void A_wrong_pass_phrase_is_said_only_when_it_is_known(string backend)
    {
        TlsBackend tested = TlsBackendRegistry.Find(backend)!;
        byte[] phrase = "secret"u8.ToArray();
        // Ed25519 under PKCS#12's scheme: .NET reads the scheme, and not the key.
        byte[] ed25519 = Convert.FromBase64String(KnownEncryptedEd25519);
        TlsKeyResult read = tested.DecodeKey(ed25519, EncodingFormat.Der, KeyType.PrivateKey, phrase);
        Assert.True(read.Failure is KeyReadFailure.None || (read.Failure is KeyReadFailure.Unsupported && read.Reason.Length > 0),
            $"{read} {read.Reason}");
        Assert.Equal(KeyReadFailure.WrongPassPhrase, tested.DecodeKey(ed25519, EncodingFormat.Der, KeyType.PrivateKey, "wrong"u8).Failure);
        // A curve that nobody knows, under the right pass phrase and in the open.
        Needs.EllipticKeys();
        byte[] plain = [.. TestPki.Server.Pkcs8];
        int at = plain.AsSpan().IndexOf((byte[])[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]);
        plain[at + 7] = 0x63;
        read = tested.DecodeKey(plain, EncodingFormat.Der, KeyType.PrivateKey, default);
        Assert.Equal(KeyReadFailure.Unsupported, read.Failure);
        Assert.NotEmpty(read.Reason);
        byte[] encrypted = Encrypt(plain, phrase);
        read = tested.DecodeKey(encrypted, EncodingFormat.Der, KeyType.PrivateKey, phrase);
        Assert.Equal(KeyReadFailure.Unsupported, read.Failure);
        Assert.NotEmpty(read.Reason);
    }

    /// <summary>The reader that all backends share.</summary>
    [Fact]
    public void What_is_cut_short_is_damaged_and_not_under_another_pass_phrase()
    {
        Needs.KeyDerivation();
        byte[] der = TestPki.Server.EncryptedPkcs8("secret");
        AsnReader outer = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        ReadOnlyMemory<byte> scheme = outer.ReadEncodedValue();
        byte[] encrypted = outer.ReadOctetString();
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(scheme.Span);
            writer.WriteOctetString(encrypted.AsSpan()[..^1]);
        }
        byte[] shorter = writer.Encode();
        KeyReadResult read = KeyReader.Read(shorter, null, "secret"u8);
        Assert.Equal(KeyReadFailure.NotAKey, read.Failure);
        Assert.Contains("damaged", read.Message, StringComparison.Ordinal);
        string pem = PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", shorter);
        Assert.Contains("damaged", KeyReader.Read(Encoding.ASCII.GetBytes(pem), null, "secret"u8).Message, StringComparison.Ordinal);
        string[] lines = KnownKeys.TraditionalAes.Split('\n');
        lines[^2] = lines[^2][..^4];
        KeyReadResult traditional = KeyReader.Read(Encoding.ASCII.GetBytes(string.Join('\n', lines)), null, "secret"u8);
        Assert.Equal(KeyReadFailure.NotAKey, traditional.Failure);
        Assert.Contains("damaged", traditional.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Backends => BackendPairs.All;

    /// <summary>openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES of an Ed25519 key; the pass phrase is "secret".</summary>
    private const string KnownEncryptedEd25519 = "MFgwHAYKKoZIhvcNAQwBAzAOBAhPAZOvh38nOwICCAAEOBK3pjiTt1q3AG/Y"
        + "2LTyFbnYcW+KHCvmV3mYwJETr+YFjqYS7Ywx7Xh942n7EK/MF6+kFiAzKvps";

    private static byte[] Encrypt(byte[] pkcs8, byte[] phrase)
    {
        // .NET encrypts only what it can read: the same steps by hand (PBES2, PBKDF2 with HMAC-SHA-256, AES-256).
        byte[] salt = RandomNumberGenerator.GetBytes(16), vector = RandomNumberGenerator.GetBytes(16);
        using Aes aes = Aes.Create();
        aes.Key = Rfc2898DeriveBytes.Pbkdf2(phrase, salt, 2048, HashAlgorithmName.SHA256, 32);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.5.13");
                using (writer.PushSequence())
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier("1.2.840.113549.1.5.12");
                        using (writer.PushSequence())
                        {
                            writer.WriteOctetString(salt);
                            writer.WriteInteger(2048);
                            using (writer.PushSequence())
                            {
                                writer.WriteObjectIdentifier("1.2.840.113549.2.9");
                                writer.WriteNull();
                            }
                        }
                    }
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier("2.16.840.1.101.3.4.1.42");
                        writer.WriteOctetString(vector);
                    }
                }
            }
            writer.WriteOctetString(aes.EncryptCbc(pkcs8, vector));
        }
        return writer.Encode();
    }

    private static TlsBackend OpenSsl()
    {
        Needs.OpenSsl();
        return TlsBackendRegistry.Find("openssl")!;
    }

    /// <summary>The keys by kind: every backend reads the same one, which is made once.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> s_keys = new();

    private static byte[] Generate(string kind)
    {
        ExternalProgram.Require("openssl", "openssl");
        return s_keys.GetOrAdd(kind, static kind => new(() => Make(kind))).Value;
    }

    private static byte[] Make(string kind)
    {
        if (kind == "dsa")
            return Encoding.ASCII.GetBytes(KnownKeys.Dsa);
        using TestFiles files = new();
        string path = files.PathOf("generated.pem");
        string[] parts = kind.Split(' ');
        Run(parts[0] switch
        {
            "ec" => ["genpkey", "-algorithm", "ec", "-pkeyopt", $"ec_paramgen_curve:{parts[1]}", "-out", path],
            "rsa" or "rsa-pss" => ["genpkey", "-algorithm", kind, "-pkeyopt", "rsa_keygen_bits:2048", "-out", path],
            _ => ["genpkey", "-algorithm", kind, "-out", path],
        });
        return File.ReadAllBytes(path);
    }

    /// <summary>DSA of a size that the system has no form for is refused in its words.</summary>
    [Theory, MemberData(nameof(Backends))]
    public void A_key_of_a_size_that_the_system_lacks_is_unsupported_and_no_crash(string backend)
    {
        using TestFiles files = new();
        string path = files.PathOf("parameters.pem"), key = files.PathOf("key.pem");
        Run("genpkey", "-genparam", "-algorithm", "DSA", "-pkeyopt", "dsa_paramgen_bits:1024", "-pkeyopt", "dsa_paramgen_q_bits:256",
            "-out", path);
        Run("genpkey", "-paramfile", path, "-out", key);
        byte[] pem = File.ReadAllBytes(key);
        TlsKeyResult read = TlsBackendRegistry.Find(backend)!.DecodeKey(pem, EncodingFormat.Pem, KeyType.PrivateKey, default);
        Assert.True(read.Failure is KeyReadFailure.None || (read.Failure is KeyReadFailure.Unsupported && read.Reason.Length > 0),
            $"{read} {read.Reason}");
    }

    /// <summary>Where the backend leaves keys to the system's own cryptography, that has to have them.</summary>
    private static void Ask(string backend, string kind)
    {
        if (TlsBackendRegistry.Find(backend) is PlatformBackend or CertOnlyBackend && kind.StartsWith("ec ", StringComparison.Ordinal))
            Needs.EllipticKeys();
    }

    private static QSslKey Read(TlsBackend backend, byte[] data, byte[]? passPhrase = null, EncodingFormat format = EncodingFormat.Pem)
    {
        TlsKeyResult read = backend.DecodeKey(data, format, KeyType.PrivateKey, passPhrase);
        Assert.True(read.Failure == KeyReadFailure.None, $"{backend.Name}: {read} {read.Reason}");
        return QSslKey.FromMaterial(read.Material, KeyType.PrivateKey, read.Algorithm, read.Length);
    }

    private static void Run(params string[] arguments)
    {
        using ExternalProgram program = ExternalProgram.Start("openssl", arguments);
        int code = program.WaitForExit();
        Assert.True(code == 0, program.Output);
    }
}
