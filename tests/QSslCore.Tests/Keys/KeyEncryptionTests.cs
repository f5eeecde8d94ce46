using System.Formats.Asn1;
using System.Text;
using QSslCore.Tests.Support;
using QSslCore.Tls;
using QSslCore.Tls.OpenSsl;

namespace QSslCore.Tests.Keys;

/// <summary>Keys of every algorithm and encryption that openssl's programs write.</summary>
public sealed class KeyEncryptionTests
{
    private static readonly byte[] s_passPhrase = "secret"u8.ToArray();

    public KeyEncryptionTests()
    {
        if (TlsBackendRegistry.Absence.Length > 0)
            Assert.Skip(TlsBackendRegistry.Absence);
        ExternalProgram.Require("openssl", "openssl");
    }

    [Theory]
    [InlineData("-v1 PBE-SHA1-3DES")]
    [InlineData("-v1 PBE-SHA1-2DES")]
    [InlineData("-v2 aes-128-cbc")]
    [InlineData("-v2 aes-256-cbc -v2prf hmacWithSHA1")]
    [InlineData("-v2 aes-256-cbc -v2prf hmacWithSHA512")]
    [InlineData("-v2 des3")]
    [InlineData("-v2 camellia-256-cbc")]
    [InlineData("-v2 aria-256-cbc")]
    [InlineData("-scrypt")]
    public void Pkcs8_is_decrypted(string scheme) => Check(["pkcs8", "-topk8", .. scheme.Split(' ')]);

    [Theory]
    [InlineData("-v1 PBE-MD5-DES")]
    [InlineData("-v1 PBE-SHA1-RC2-40")]
    [InlineData("-v1 PBE-SHA1-RC4-128")]
    [InlineData("-v2 rc2-cbc")]
    [InlineData("-v2 des-cbc")]
    public void Ciphers_of_long_ago_are_decrypted_where_the_library_still_has_them(string scheme)
    {
        if (!OpenSslLegacy.TryGet(out _))
            Assert.Skip("this OpenSSL has no legacy provider (Debian package openssl-provider-legacy, or libssl3)");
        Check(["pkcs8", "-topk8", "-provider", "legacy", "-provider", "default", .. scheme.Split(' ')]);
    }

    [Theory]
    [InlineData("-des3")]
    [InlineData("-aes128")]
    [InlineData("-aes192")]
    [InlineData("-aes256")]
    [InlineData("-camellia128")]
    [InlineData("-aria128")]
    public void The_traditional_form_is_decrypted(string cipher) => Check(["rsa", "-traditional", cipher]);

    [Theory]
    [InlineData("ed25519")]
    [InlineData("x448")]
    [InlineData("rsa-pss -pkeyopt rsa_keygen_bits:2048")]
    [InlineData("ec -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit")]
    public void Keys_are_encrypted_at_a_cost_for_who_guesses(string algorithm)
    {
        using TestFiles files = new();
        string path = files.PathOf("key.pem");
        Run(["genpkey", "-out", path, "-algorithm", .. algorithm.Split(' ')]);
        QSslKey key = KeyReader.ReadFile(path, null, default).Key!;
        byte[] encrypted = TlsBackendRegistry.Active.EncryptKey(key, s_passPhrase)!;
        Assert.Equal(key, KeyReader.Read(encrypted, EncodingFormat.Der, s_passPhrase).Key);
        Assert.Equal(KeyReadFailure.WrongPassPhrase, KeyReader.Read(encrypted, EncodingFormat.Der, "wrong"u8).Failure);
        AsnReader scheme = new AsnReader(encrypted, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        Assert.Equal("1.2.840.113549.1.5.13", scheme.ReadObjectIdentifier());
        AsnReader derivation = scheme.ReadSequence().ReadSequence();
        derivation.ReadObjectIdentifier();
        AsnReader parameters = derivation.ReadSequence();
        Assert.True(parameters.ReadOctetString().Length is 8 or 16);
        Assert.Equal(DerivationCost.UsualRounds, parameters.ReadInteger());
    }

    [Fact]
    public void A_cipher_that_the_library_lacks_is_told_from_a_wrong_pass_phrase()
    {
        if (!OpenSslLegacy.TryGet(out _))
            Assert.Skip("this OpenSSL has no legacy provider to write such a key with");
        using TestFiles files = new();
        string pem = Encrypt(files, ["rsa", "-traditional", "-provider", "legacy", "-provider", "default", "-rc2"]);

        KeyReadResult result = KeyReader.ReadFile(pem, null, s_passPhrase);
        Assert.Equal(KeyReadFailure.Unsupported, result.Failure);
        Assert.Equal("its algorithm or its encryption is not supported by the TLS library", result.Message);
        Assert.Equal(KeyReadFailure.PassPhraseNeeded, KeyReader.ReadFile(pem, null, default).Failure);
    }

    [Theory]
    [InlineData("-algorithm ED25519", KeyAlgorithm.Opaque, -1, "Ed25519")]
    [InlineData("-algorithm ED448", KeyAlgorithm.Opaque, -1, "Ed448")]
    [InlineData("-algorithm X25519", KeyAlgorithm.Opaque, -1, "X25519")]
    [InlineData("-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:1024", KeyAlgorithm.Rsa, 1024, "RSA-PSS 1024")]
    [InlineData("-algorithm DH -pkeyopt group:ffdhe2048", KeyAlgorithm.Dh, 2048, "DH 2048")]
    [InlineData("-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1", KeyAlgorithm.Ec, 256, "EC secp256k1")]
    [InlineData("-algorithm EC -pkeyopt ec_paramgen_curve:P-521", KeyAlgorithm.Ec, 521, "EC P-521")]
    [InlineData("-algorithm ML-DSA-65", KeyAlgorithm.MlDsa, 192, "ML-DSA-65")]
    public void Keys_of_every_algorithm_are_read_and_written(string options, KeyAlgorithm algorithm, int length, string description)
    {
        if (algorithm == KeyAlgorithm.MlDsa && TlsBackendRegistry.Active.LibraryVersionNumber < 0x30500000)
            Assert.Skip("ML-DSA needs OpenSSL 3.5");
        using TestFiles files = new();
        string path = files.PathOf("key.pem"), publicPath = files.PathOf("public.pem");
        Run(["genpkey", .. options.Split(' '), "-out", path]);
        Run(["pkey", "-in", path, "-pubout", "-out", publicPath]);

        QSslKey key = KeyReader.ReadFile(path, null, default, KeyType.PrivateKey).Key!;
        QSslKey publicKey = KeyReader.ReadFile(publicPath, null, default, KeyType.PublicKey).Key!;
        Assert.Equal((algorithm, length, $"{description} private key"), (key.Algorithm, key.Length, key.ToString()));
        Assert.Equal((algorithm, length, $"{description} public key"), (publicKey.Algorithm, publicKey.Length, publicKey.ToString()));
        Assert.Equal(publicKey, TlsBackendRegistry.Active.PublicKeyOf(key));
        Assert.Equal(key, new QSslKey(key.ToDer(), algorithm, EncodingFormat.Der));
        Assert.Equal(key, new QSslKey(Encoding.ASCII.GetBytes(key.ToPem(s_passPhrase)), algorithm, passPhrase: s_passPhrase));
        Assert.Equal(publicKey, new QSslKey(Encoding.ASCII.GetBytes(publicKey.ToPem()), algorithm, type: KeyType.PublicKey));
    }

    [Theory]
    [InlineData("2.16.840.1.101.3.4.3.17", 128)]
    [InlineData("2.16.840.1.101.3.4.3.18", 192)]
    [InlineData("2.16.840.1.101.3.4.3.19", 256)]
    public void The_length_of_ml_dsa_is_its_security_level(string oid, int bits)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
                writer.WriteObjectIdentifier(oid);
            writer.WriteOctetString([1]);
        }

        Assert.Equal((KeyAlgorithm.MlDsa, bits), KeyNames.AlgorithmOf(writer.Encode(), KeyType.PrivateKey));
    }

    [Fact]
    public void What_is_given_as_a_key_and_is_another_thing_says_what_it_is()
    {
        Needs.Bundles();
        byte[] bundle = QSslCertificate.ExportPkcs12(TestPki.Server.Key, TestPki.Server.Certificate, null, s_passPhrase);

        Assert.Equal("it is a PKCS#12 bundle; import it as such", KeyReader.Read(bundle, null, s_passPhrase).Message);
        Assert.Equal("it holds no key but a certificate", KeyReader.Read(TestPki.Server.Certificate.ToDer(), null, default).Message);
    }

    private static void Check(string[] command)
    {
        using TestFiles files = new();
        string path = Encrypt(files, command);
        QSslKey original = KeyReader.Read(TestPki.ServerRsa.Pkcs8, null, default).Key!;

        Assert.Equal(original, KeyReader.ReadFile(path, null, s_passPhrase).Key);
        Assert.Equal(KeyReadFailure.PassPhraseNeeded, KeyReader.ReadFile(path, null, default).Failure);
        KeyReadResult wrong = KeyReader.ReadFile(path, null, "wrong"u8);
        // A stream cipher gives some bytes with any pass phrase, and what they are says no more.
        Assert.True(wrong.Failure == KeyReadFailure.WrongPassPhrase || command.Contains("PBE-SHA1-RC4-128"), wrong.Message);
        Assert.Null(wrong.Key);
        PemReader reader = new(File.ReadAllBytes(path));
        if (reader.Read(out PemBlock block) && block.Label == "ENCRYPTED PRIVATE KEY")
            Assert.Equal(original, KeyReader.Read(block.Decode(), EncodingFormat.Der, s_passPhrase).Key);
    }

    private static string Encrypt(TestFiles files, string[] command)
    {
        string path = files.PathOf("encrypted.pem");
        Run([.. command, "-in", files.Write("plain.pem", TestPki.ServerRsa.KeyPem), "-out", path, "-passout", "pass:secret"]);
        return path;
    }

    private static void Run(string[] arguments)
    {
        using ExternalProgram program = ExternalProgram.Start("openssl", arguments);
        int code = program.WaitForExit();
        if (program.Output.Contains("Unknown option or cipher", StringComparison.Ordinal))
            Assert.Skip("needs an openssl that has all ciphers: this one has none for "
                + string.Join(' ', arguments.Where(a => a.Contains("camellia") || a.Contains("aria"))));
        Assert.True(code == 0, program.Output);
    }
}
