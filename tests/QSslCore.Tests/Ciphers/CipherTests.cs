using QSslCore.Tls;

namespace QSslCore.Tests.Ciphers;

public sealed class CipherTests
{
    private static readonly QSslCipher[] s_ciphers =
    [
        new() { Name = "A", IanaName = "TLS_A", Protocol = SslProtocol.TlsV1_3, UsedBits = 256 },
        new() { Name = "B", IanaName = "TLS_B", Protocol = SslProtocol.TlsV1_2, UsedBits = 128 },
        new() { Name = "B", IanaName = "TLS_B", Protocol = SslProtocol.TlsV1_0, UsedBits = 128 },
    ];

    [Fact]
    public void Suites_are_found_by_either_name_and_by_protocol()
    {
        Assert.Same(s_ciphers[0], CipherCatalog.Find(s_ciphers, "A"));
        Assert.Same(s_ciphers[1], CipherCatalog.Find(s_ciphers, "TLS_B"));
        Assert.Same(s_ciphers[2], CipherCatalog.Find(s_ciphers, "B", SslProtocol.TlsV1_0));
        Assert.Null(CipherCatalog.Find(s_ciphers, "B", SslProtocol.TlsV1_3));
        Assert.Null(CipherCatalog.Find(s_ciphers, "a"));
    }

    [Fact]
    public void An_unknown_name_makes_a_null_cipher()
    {
        foreach (QSslCipher cipher in new[] { new(), new QSslCipher("no such suite"), new QSslCipher(""),
            new QSslCipher("x", SslProtocol.TlsV1_2) })
        {
            Assert.True(cipher.IsNull);
            Assert.Equal("", cipher.Name + cipher.IanaName + cipher.KeyExchangeMethod + cipher.AuthenticationMethod
                + cipher.EncryptionMethod + cipher);
            Assert.Equal(0, cipher.UsedBits + cipher.SupportedBits);
            Assert.Equal(SslProtocol.UnknownProtocol, cipher.Protocol);
        }
    }

    [Fact]
    public void A_suite_tells_what_it_is_made_of()
    {
        if (TlsBackendRegistry.Absence.Length > 0)
            Assert.Skip(TlsBackendRegistry.Absence);
        QSslCipher older = new("ECDHE-RSA-AES256-GCM-SHA384"), newer = new("TLS_AES_128_GCM_SHA256", SslProtocol.TlsV1_3);

        Assert.Equal(("ECDH", "RSA", "AESGCM(256)", "TLSv1.2"),
            (older.KeyExchangeMethod, older.AuthenticationMethod, older.EncryptionMethod, older.ProtocolString));
        Assert.Equal(("any", "any", "AESGCM(128)", "TLSv1.3"),
            (newer.KeyExchangeMethod, newer.AuthenticationMethod, newer.EncryptionMethod, newer.ProtocolString));
        Assert.Contains(older, QSslConfiguration.SupportedCiphers);
        Assert.DoesNotContain(QSslConfiguration.SupportedCiphers, cipher => cipher.AuthenticationMethod == "None");
    }

    [Fact]
    public void Equality_is_that_of_name_and_protocol()
    {
        Assert.Equal(s_ciphers[1], new QSslCipher { Name = "B", Protocol = SslProtocol.TlsV1_2 });
        Assert.NotEqual(s_ciphers[1], s_ciphers[2]);
        Assert.Equal(new QSslCipher(), new QSslCipher());
    }
}
