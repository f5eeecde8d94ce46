using QSslCore.Tests.Support;
using QSslCore.Tls.OpenSsl;

namespace QSslCore.Tests.Tls;

/// <summary>Stores of authorities and contexts are shared by all who trust and want the same.</summary>
public sealed class OpenSslTrustTests
{
    private readonly OpenSslContextCache _contexts = new();

    public OpenSslTrustTests() => Needs.OpenSsl();

    [Fact]
    public void Equal_lists_have_one_store()
    {
        OpenSslTrust one = OpenSslTrust.Of(Trusting(TestPki.Root.Certificate, TestPki.OtherRoot.Certificate));
        QSslCertificate copy = new(TestPki.Root.Certificate.ToDer(), EncodingFormat.Der);
        Assert.Same(one, OpenSslTrust.Of(Trusting(copy, TestPki.OtherRoot.Certificate)));
        Assert.NotSame(one, OpenSslTrust.Of(Trusting(TestPki.Root.Certificate)));
        Assert.NotSame(one, OpenSslTrust.Of(new QSslConfiguration()));
    }

    [Fact]
    public void An_expired_authority_counts_at_another_time()
    {
        QSslConfiguration configuration = Trusting(TestPki.Root.Certificate);
        OpenSslTrust now = OpenSslTrust.Of(configuration);
        configuration.VerificationTime = TestPki.Root.Certificate.ExpiryDate!.Value.AddDays(1);
        Assert.NotSame(now, OpenSslTrust.Of(configuration));
        configuration.VerificationTime = DateTimeOffset.UtcNow;
        Assert.Same(now, OpenSslTrust.Of(configuration));
    }

    [Fact]
    public void A_list_that_was_not_used_for_long_is_made_anew()
    {
        OpenSslTrust one = OpenSslTrust.Of(Trusting(TestPki.Server.Certificate));
        for (int i = 0; i < 20; i++)
            _ = OpenSslTrust.Of(Trusting([.. Enumerable.Repeat(TestPki.Server.Certificate, i + 2)]));
        Assert.NotSame(one, OpenSslTrust.Of(Trusting(TestPki.Server.Certificate)));
    }

    [Fact]
    public void Equal_configurations_have_one_context()
    {
        QSslConfiguration configuration = Trusting(TestPki.Root.Certificate);
        configuration.AllowedNextProtocols = ["h2"];
        OpenSslContext one = _contexts.Get(SslMode.SslClientMode, configuration.Clone());
        Assert.Same(one, _contexts.Get(SslMode.SslClientMode, configuration.Clone()));
        QSslConfiguration other = configuration.Clone();
        other.AllowedNextProtocols = ["http/1.1"];
        Assert.NotSame(one, _contexts.Get(SslMode.SslClientMode, other));
        other = configuration.Clone();
        other.CaCertificates = [TestPki.OtherRoot.Certificate];
        Assert.NotSame(one, _contexts.Get(SslMode.SslClientMode, other));
        GC.KeepAlive(one);
    }

    [Fact]
    public void Equal_settings_have_equal_hashes()
    {
        QSslConfiguration one = Filled(), other = Filled();
        Assert.True(one.ContextEquals(other));
        Assert.Equal(one.ContextHash(), other.ContextHash());
        other.PeerVerifyDepth = 3;
        Assert.NotEqual(one.ContextHash(), other.ContextHash());

        static QSslConfiguration Filled() => new()
        {
            LocalCertificateChain = [new(TestPki.Server.Certificate.ToDer(), EncodingFormat.Der)],
            PrivateKey = TestPki.Server.Key,
            CaCertificates = [new(TestPki.Root.Certificate.ToDer(), EncodingFormat.Der)],
            AllowedNextProtocols = ["h2", "http/1.1"],
            Ciphers = [new("TLS_AES_128_GCM_SHA256")],
            VerificationTime = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero),
            StapledOcspResponse = [1, 2, 3],
            ServerIdentities = [new("a.test", TestPki.Server.Chain, TestPki.Server.Key)],
        };
    }

    private static QSslConfiguration Trusting(params QSslCertificate[] authorities) => new() { CaCertificates = authorities };
}
