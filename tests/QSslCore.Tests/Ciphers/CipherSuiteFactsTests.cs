using System.Net.Security;

namespace QSslCore.Tests.Ciphers;

/// <summary>What is said of a suite's strength, for all of the registry.</summary>
public sealed class CipherSuiteFactsTests
{
    [Fact]
    public void Each_suite_of_the_registry_is_known()
    {
        foreach (TlsCipherSuite suite in Enum.GetValues<TlsCipherSuite>())
        {
            CipherSuiteFacts facts = Assert.IsType<CipherSuiteFacts>(CipherSuiteFacts.Of((int)suite));
            string name = suite.ToString();
            Assert.Equal(name.Contains("anon", StringComparison.Ordinal) || name == "TLS_NULL_WITH_NULL_NULL", facts.IsAnonymous);
            Assert.Equal(name.Contains("WITH_NULL", StringComparison.Ordinal), facts.IsNull);
            Assert.Equal(name.Contains("EXPORT", StringComparison.Ordinal), facts.IsExport);
            Assert.Equal(name.Contains("_RC4_", StringComparison.Ordinal) || name.Contains("_RC2_", StringComparison.Ordinal)
                || name.Contains("_DES", StringComparison.Ordinal) || name.EndsWith("_MD5", StringComparison.Ordinal), facts.IsBroken);
            Assert.Equal(name.Contains("3DES", StringComparison.Ordinal)
                || name.Contains("IDEA", StringComparison.Ordinal), facts.HasSmallBlocks);
            Assert.Equal(name.Contains("_CBC_", StringComparison.Ordinal)
                && name.EndsWith("_SHA", StringComparison.Ordinal), facts.IsCbcWithSha1);
        }
    }

    [Theory]
    [InlineData(TlsCipherSuite.TLS_AES_128_GCM_SHA256, KeyExchangeKind.Separate)]
    [InlineData(TlsCipherSuite.TLS_AES_128_CCM_8_SHA256, KeyExchangeKind.Separate)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, KeyExchangeKind.EllipticCurve)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA, KeyExchangeKind.EllipticCurve)]
    [InlineData(TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA, KeyExchangeKind.FiniteField)]
    [InlineData(TlsCipherSuite.TLS_DH_anon_WITH_AES_128_CBC_SHA, KeyExchangeKind.FiniteField)]
    [InlineData(TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256, KeyExchangeKind.Lasting)]
    [InlineData(TlsCipherSuite.TLS_ECDH_RSA_WITH_AES_128_CBC_SHA, KeyExchangeKind.Lasting)]
    [InlineData(TlsCipherSuite.TLS_DH_RSA_WITH_AES_128_CBC_SHA, KeyExchangeKind.Lasting)]
    [InlineData(TlsCipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256, KeyExchangeKind.Lasting)]
    [InlineData(TlsCipherSuite.TLS_RSA_PSK_WITH_AES_128_GCM_SHA256, KeyExchangeKind.Lasting)]
    [InlineData(TlsCipherSuite.TLS_KRB5_WITH_3DES_EDE_CBC_SHA, KeyExchangeKind.Lasting)]
    internal void The_key_exchange_is_told(TlsCipherSuite suite, KeyExchangeKind kind) =>
        Assert.Equal(kind, CipherSuiteFacts.Of((int)suite)!.Exchange);

    [Fact]
    public void Names_and_numbers_belong_together()
    {
        foreach (TlsCipherSuite suite in Enum.GetValues<TlsCipherSuite>())
        {
            Assert.Equal(suite.ToString(), CipherSuiteRegistry.NameOf((ushort)suite));
            Assert.Equal(CipherSuiteFacts.Of((int)suite), CipherSuiteFacts.Of(new QSslCipher { IanaName = suite.ToString() }));
        }
        Assert.Null(CipherSuiteFacts.Of(-1));
        Assert.Null(CipherSuiteFacts.Of(0xFFFF));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x00C6")]
    [InlineData("4866")]
    [InlineData("TLS_SM4_GCM_SM3")]
    public void Of_others_nothing_is_known(string name) =>
        Assert.Null(CipherSuiteFacts.Of(new QSslCipher { Name = name, IanaName = name }));

    [Fact]
    public void Integrity_alone_is_no_encryption() =>
        Assert.True(CipherSuiteFacts.Of(new QSslCipher { IanaName = "TLS_SHA256_SHA256" })!.IsNull);

    [Theory]
    [InlineData("secp256r1", 256, false)]
    [InlineData("X25519", 253, false)]
    [InlineData("P-224", 224, false)]
    [InlineData("ffdhe2048", 2048, true)]
    [InlineData("secp192r1", 192, false)]
    public void Groups_have_sizes(string name, int bits, bool isFiniteField) =>
        Assert.Equal((bits, isFiniteField), KeyExchangeGroups.SizeOf(name));

    [Fact]
    public void Of_other_groups_no_size_is_known()
    {
        Assert.Null(KeyExchangeGroups.SizeOf("new1234"));
        Assert.Equal("0x1234", KeyExchangeGroups.NameOf(0x1234));
        Assert.Equal("secp384r1", KeyExchangeGroups.NameOf(24));
    }
}
