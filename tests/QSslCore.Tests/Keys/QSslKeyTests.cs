using System.Formats.Asn1;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Keys;

public sealed class QSslKeyTests
{
    [Fact]
    public void A_null_key_has_nothing()
    {
        QSslKey key = new();

        Assert.True(key.IsNull);
        Assert.Equal(-1, key.Length);
        Assert.Equal(KeyType.PublicKey, key.Type);
        Assert.Equal(KeyAlgorithm.Opaque, key.Algorithm);
        Assert.Equal("", key.ToPem());
        Assert.Empty(key.ToDer());
        Assert.Equal(key, new QSslKey());
        Assert.Equal("null key", key.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void Bad_data_makes_a_null_key(string text)
    {
        Assert.True(new QSslKey(Encoding.ASCII.GetBytes(text), KeyAlgorithm.Rsa).IsNull);
        Assert.True(new QSslKey(Encoding.ASCII.GetBytes(text), KeyAlgorithm.Rsa, EncodingFormat.Der).IsNull);
        Assert.True(new QSslKey((byte[])null!, KeyAlgorithm.Rsa).IsNull);
    }

    [Fact]
    public void Equality_is_that_of_type_algorithm_length_and_bytes()
    {
        Needs.EllipticKeys();
        QSslKey key = TestPki.Server.Key;
        QSslKey same = QSslKey.FromMaterial(TestPki.Server.Pkcs8, KeyType.PrivateKey, KeyAlgorithm.Ec, 256);

        Assert.Equal(key, same);
        Assert.Equal(key.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(key, TestPki.Client.Key);
        Assert.NotEqual(key, QSslKey.FromMaterial(TestPki.Server.Pkcs8, KeyType.PrivateKey, KeyAlgorithm.Ec, 255));
        Assert.NotEqual(key, TestPki.Server.Certificate.PublicKey);
        Assert.False(key.Equals(null));
    }

    [Fact]
    public void A_public_key_is_written_without_a_tls_library()
    {
        QSslKey key = TestPki.Server.Certificate.PublicKey;

        Assert.Equal(TestPki.Server.PublicKeyPem, key.ToPem());
        Assert.Equal(key.ToPem(), key.ToPem("ignored"u8.ToArray()));
        Assert.Equal(key.Material.ToArray(), key.ToDer());
    }

    [Fact]
    public void The_text_of_a_key_is_what_kind_it_is()
    {
        Needs.EllipticKeys();
        Assert.Equal("EC P-256 private key", TestPki.Server.Key.ToString());
        Assert.Equal("RSA 2048 private key", TestPki.ServerRsa.Key.ToString());
        Assert.Equal("RSA 2048 public key", TestPki.ServerRsa.Certificate.PublicKey.ToString());
    }

    [Fact]
    public void The_bytes_of_a_key_are_zeroed_when_it_is_gone()
    {
        // Another test's collection may take the array away before it can be looked at.
        for (int attempt = 0; attempt < 100; attempt++)
        {
            WeakReference<byte[]> gone = MakeAndForget();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (!gone.TryGetTarget(out byte[]? bytes))
                continue;

            Assert.All(bytes, b => Assert.Equal(0, b));
            return;
        }

        Assert.Fail("The array was never seen after its finalisation.");
    }

    [Fact]
    public void The_bytes_of_a_key_live_as_long_as_a_span_over_them()
    {
        ReadOnlySpan<byte> material = MaterialOfForgottenKey();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(material.SequenceEqual(TestPki.Server.Pkcs8));
    }

    public static TheoryData<string, string, string> Failures => new()
    {
        { "", nameof(KeyReadFailure.Empty), "it is empty" },
        { "\n \n", nameof(KeyReadFailure.Empty), "it is empty" },
        { "hello", nameof(KeyReadFailure.NotAKey), "it is neither PEM text nor DER" },
        { "<certificates>", nameof(KeyReadFailure.NotAKey), "it holds no key but a certificate" },
        { "<encrypted key>", nameof(KeyReadFailure.PassPhraseNeeded), "it is encrypted, and no pass phrase was given" },
        { "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----",
            nameof(KeyReadFailure.PassPhraseNeeded), "it is encrypted, and no pass phrase was given" },
        { "x\n-----BEGIN PRIVATE KEY-----\nAAAA\n", nameof(KeyReadFailure.NotAKey),
            "the PEM block at line 2 is damaged: its END PRIVATE KEY line is missing" },
        { "-----BEGIN PRIVATE KEY-----\nAA-A\n-----END PRIVATE KEY-----", nameof(KeyReadFailure.NotAKey),
            "the PEM block at line 1 is damaged: line 2 is not base64" },
        { "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", nameof(KeyReadFailure.NotAKey),
            "what the PEM block at line 1 holds is not a PRIVATE KEY" },
        { "0\u0003\u0002\u0001", nameof(KeyReadFailure.NotAKey), "it is not a key in DER, or it is damaged" },
        { "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", nameof(KeyReadFailure.Unsupported),
            "it is a key in OpenSSH's own form; 'ssh-keygen -p -m PKCS8 -f <file>' rewrites it" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void What_is_not_a_key_is_told_precisely(string text, string failure, string message)
    {
        text = text.Replace("<certificates>", TestPki.Server.ChainPem).Replace("<encrypted key>", TestPki.Server.EncryptedKeyPem("secret"));
        KeyReadResult result = KeyReader.Read(Encoding.ASCII.GetBytes(text), null, default);

        Assert.Null(result.Key);
        Assert.Equal(failure, result.Failure.ToString());
        Assert.Equal(message, result.Message);
    }

    [Fact]
    public void The_wrong_half_and_the_wrong_format_are_told()
    {
        Assert.Equal(
            "it holds no private key but a public key",
            KeyReader.Read(Encoding.ASCII.GetBytes(TestPki.Server.PublicKeyPem), null, default, KeyType.PrivateKey).Message);
        Assert.Equal("it is DER, not PEM text; read it with the format Der",
            KeyReader.Read(TestPki.Server.Pkcs8, EncodingFormat.Pem, default).Message);
        Assert.Equal(
            "it is PEM text; read it with the format Pem",
            KeyReader.Read(Encoding.ASCII.GetBytes(TestPki.Server.KeyPem), EncodingFormat.Der, default).Message);
        Assert.Equal("it does not exist", KeyReader.ReadFile("/no/such/file", null, default).Message);
    }

    [Fact]
    public void A_key_that_would_take_years_to_decrypt_is_refused_at_once()
    {
        Assert.False(DerivationCost.IsExcessive(TestPki.Server.EncryptedPkcs8("secret")));

        // An encrypted key with PBKDF2 and as many rounds as an int can tell.
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.5.13");
                using (writer.PushSequence())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("1.2.840.113549.1.5.12");
                    using (writer.PushSequence())
                    {
                        writer.WriteOctetString([1, 2, 3, 4, 5, 6, 7, 8]);
                        writer.WriteInteger(int.MaxValue);
                    }
                }
            }

            writer.WriteOctetString(new byte[16]);
        }

        byte[] endless = writer.Encode();
        string message = $"its encryption asks for more than {DerivationCost.MaxRounds} rounds of key derivation";
        Assert.Equal(message, KeyReader.Read(endless, null, "secret"u8).Message);
        Assert.Equal(
            message, KeyReader.Read(Encoding.ASCII.GetBytes(PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", endless)), null,
                "secret"u8).Message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<byte[]> MakeAndForget() =>
        new(KeyMaterial.CopyOf(TestPki.Server.Pkcs8), trackResurrection: true);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ReadOnlySpan<byte> MaterialOfForgottenKey() =>
        QSslKey.FromMaterial(TestPki.Server.Pkcs8, KeyType.PrivateKey, KeyAlgorithm.Ec, 256).Material;
}
