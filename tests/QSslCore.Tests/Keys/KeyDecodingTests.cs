using System.Security.Cryptography;
using System.Text;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Keys;

/// <summary>Keys end to end, through the TLS library that decodes and encodes them.</summary>
public sealed class KeyDecodingTests
{
    private static readonly byte[] s_passPhrase = Encoding.ASCII.GetBytes(KnownKeys.PassPhrase);

    public KeyDecodingTests()
    {
        if (TlsBackendRegistry.Absence.Length > 0)
            Assert.Skip(TlsBackendRegistry.Absence);
    }

    [Fact]
    public void One_key_in_all_its_forms_is_one_key()
    {
        QSslKey key = Good(KnownKeys.Pkcs8);

        Assert.Equal((KeyAlgorithm.Ec, KeyType.PrivateKey, 256), (key.Algorithm, key.Type, key.Length));
        Assert.Equal("EC P-256 private key", key.ToString());
        Assert.Equal(key, Good(KnownKeys.Parameters));
        Assert.Equal(key, Good(KnownKeys.TraditionalAes, s_passPhrase));
        Assert.Equal(key, Good(KnownKeys.Pbes1, s_passPhrase));
        Assert.Equal(key, Good(KnownKeys.Pkcs8, "not needed"u8));
        if (HasScrypt)
            Assert.Equal(key, Good(KnownKeys.Scrypt, s_passPhrase));
        else
            Assert.Equal(KeyReadFailure.Unsupported, Read(KnownKeys.Scrypt, s_passPhrase).Failure);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("  \n    ")]
    public void Line_ends_of_every_kind_and_indentation_are_read(string lineEnd)
    {
        Assert.Equal(Good(KnownKeys.Pkcs8), Good(KnownKeys.Pkcs8.Replace("\n", lineEnd)));
        Assert.Equal(Good(KnownKeys.Pkcs8), Good("\uFEFF" + KnownKeys.Parameters.Replace("\n", lineEnd)));
        Assert.Equal(Good(KnownKeys.Pkcs8), Good(KnownKeys.TraditionalAes.Replace("\n", lineEnd), s_passPhrase));
    }

    [Fact]
    public void Rsa_keys_are_read_in_all_their_forms()
    {
        TestIdentity server = TestPki.ServerRsa;
        QSslKey key = Good(server.KeyPem);

        Assert.Equal((KeyAlgorithm.Rsa, KeyType.PrivateKey, 2048), (key.Algorithm, key.Type, key.Length));
        Assert.Equal(key, Good(server.TraditionalKeyPem));
        Assert.Equal(key, Good(server.EncryptedKeyPem(KnownKeys.PassPhrase), s_passPhrase));
        Assert.Equal(key, KeyReader.Read(server.Pkcs8, null, default).Key);
        Assert.Equal(key, KeyReader.Read(server.EncryptedPkcs8(KnownKeys.PassPhrase), EncodingFormat.Der, s_passPhrase).Key);
        Assert.Equal(key, new QSslKey(Encoding.ASCII.GetBytes(server.KeyPem), KeyAlgorithm.Rsa));

        using RSA rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(key.Material, out int read);
        Assert.Equal(key.Material.Length, read);
        Assert.Equal(TestPki.ServerRsa.Certificate.PublicKey.ToDer(), rsa.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public void Keys_of_other_algorithms_are_read()
    {
        QSslKey ed25519 = Good(KnownKeys.Ed25519);
        Assert.Equal((KeyAlgorithm.Opaque, KeyType.PrivateKey, -1), (ed25519.Algorithm, ed25519.Type, ed25519.Length));
        Assert.Equal("Ed25519 private key", ed25519.ToString());

        QSslKey dsa = Good(KnownKeys.Dsa);
        Assert.Equal((KeyAlgorithm.Dsa, KeyType.PrivateKey, 1024), (dsa.Algorithm, dsa.Type, dsa.Length));
    }

    [Theory]
    [InlineData(KnownKeys.TraditionalAes)]
    [InlineData(KnownKeys.Pbes1)]
    [InlineData(KnownKeys.Scrypt)]
    public void A_wrong_pass_phrase_is_told_from_a_missing_one(string pem)
    {
        if (pem == KnownKeys.Scrypt && !HasScrypt)
            Assert.Skip("the active backend knows no scrypt");
        KeyReadResult wrong = Read(pem, "wrong"u8);
        Assert.Null(wrong.Key);
        Assert.Equal(KeyReadFailure.WrongPassPhrase, wrong.Failure);
        Assert.Equal("the pass phrase is wrong", wrong.Message);
        Assert.Equal(KeyReadFailure.PassPhraseNeeded, Read(pem).Failure);
        Assert.True(new QSslKey(Encoding.ASCII.GetBytes(pem), KeyAlgorithm.Ec, passPhrase: "wrong"u8.ToArray()).IsNull);
        Assert.False(new QSslKey(Encoding.ASCII.GetBytes(pem), KeyAlgorithm.Ec, passPhrase: s_passPhrase).IsNull);
    }

    [Fact]
    public void Encrypted_der_needs_its_pass_phrase()
    {
        byte[] der = TestPki.Server.EncryptedPkcs8(KnownKeys.PassPhrase);

        Assert.Equal(KeyReadFailure.PassPhraseNeeded, KeyReader.Read(der, null, default).Failure);
        Assert.Equal(KeyReadFailure.WrongPassPhrase, KeyReader.Read(der, null, "wrong"u8).Failure);
        Assert.Equal(Good(TestPki.Server.KeyPem), KeyReader.Read(der, null, s_passPhrase).Key);
    }

    [Fact]
    public void What_is_no_key_is_none()
    {
        Assert.Equal(
            "what the PEM block at line 1 holds is not a PRIVATE KEY",
            Read(PemEncoding.WriteString("PRIVATE KEY", TestPki.Server.Certificate.ToDer())).Message);
        Assert.Equal(KeyReadFailure.NotAKey, KeyReader.Read(TestPki.Server.Certificate.ToDer(), null, default).Failure);
        Assert.Equal(KeyReadFailure.NotAKey, KeyReader.Read(TestPki.Server.Pkcs8.AsSpan()[..^1], null, default).Failure);
    }

    [Fact]
    public void A_key_must_be_of_the_algorithm_and_the_half_asked_for()
    {
        byte[] pem = Encoding.ASCII.GetBytes(KnownKeys.Pkcs8);

        Assert.False(new QSslKey(pem, KeyAlgorithm.Ec).IsNull);
        Assert.True(new QSslKey(pem, KeyAlgorithm.Rsa).IsNull);
        Assert.True(new QSslKey(pem, KeyAlgorithm.Ec, EncodingFormat.Der).IsNull);
        Assert.True(new QSslKey(pem, KeyAlgorithm.Ec, type: KeyType.PublicKey).IsNull);
    }

    [Fact]
    public void A_key_is_found_beside_certificates()
    {
        Assert.Equal(Good(TestPki.Server.KeyPem), Good(TestPki.Server.ChainPem + TestPki.Server.PublicKeyPem + TestPki.Server.KeyPem));
    }

    [Fact]
    public void Public_keys_are_read()
    {
        QSslKey key = Good(TestPki.ServerRsa.PublicKeyPem);

        Assert.Equal(TestPki.ServerRsa.Certificate.PublicKey, key);
        Assert.Equal(key, KeyReader.Read(key.ToDer(), null, default).Key);
        Assert.Equal(key, new QSslKey(key.ToDer(), KeyAlgorithm.Rsa, EncodingFormat.Der, KeyType.PublicKey));
        Assert.Equal(TestPki.Server.Certificate.PublicKey, Good(TestPki.Server.PublicKeyPem));
    }

    [Theory]
    [InlineData(KnownKeys.Pkcs8, "EC PRIVATE KEY")]
    [InlineData(KnownKeys.Dsa, "DSA PRIVATE KEY")]
    [InlineData("<rsa>", "RSA PRIVATE KEY")]
    public void Private_keys_are_written_in_the_traditional_form(string pem, string label)
    {
        QSslKey key = Good(pem == "<rsa>" ? TestPki.ServerRsa.KeyPem : pem);
        string plain = key.ToPem();
        string encrypted = key.ToPem(s_passPhrase);

        Assert.StartsWith($"-----BEGIN {label}-----\n", plain);
        Assert.Equal(key, Good(plain));
        Assert.StartsWith($"-----BEGIN {label}-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,", encrypted);
        Assert.Equal(key, Good(encrypted, s_passPhrase));
        Assert.Equal(KeyReadFailure.WrongPassPhrase, Read(encrypted, "wrong"u8).Failure);
        Assert.Equal(key, new QSslKey(key.ToDer(), key.Algorithm, EncodingFormat.Der));
        Assert.Empty(key.ToDer(s_passPhrase));
    }

    [Fact]
    public void Keys_with_changed_bytes_never_crash()
    {
        Random random = new(20241124);
        byte[][] originals = [TestPki.Server.Pkcs8, TestPki.ServerRsa.Pkcs8, TestPki.Server.EncryptedPkcs8(KnownKeys.PassPhrase)];
        for (int round = 0; round < 300; round++)
        {
            byte[] data = [.. originals[round % originals.Length]];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                data[random.Next(Math.Min(data.Length, 60))] = (byte)random.Next(256);

            KeyReadResult result = KeyReader.Read(data, EncodingFormat.Der, s_passPhrase);
            Assert.Equal(result.Key is null, result.Failure != KeyReadFailure.None);
        }
    }

    private static bool HasScrypt => TlsBackendRegistry.Active.Name == "openssl";

    private static KeyReadResult Read(string pem, ReadOnlySpan<byte> passPhrase = default) =>
        KeyReader.Read(Encoding.UTF8.GetBytes(pem), null, passPhrase);

    private static QSslKey Good(string pem, ReadOnlySpan<byte> passPhrase = default)
    {
        KeyReadResult result = Read(pem, passPhrase);
        Assert.Equal("", result.Message);
        Assert.NotNull(result.Key);
        return result.Key;
    }
}
