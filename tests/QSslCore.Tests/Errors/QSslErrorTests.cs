using QSslCore.Tests.Support;

namespace QSslCore.Tests.Errors;

public sealed class QSslErrorTests
{
    [Fact]
    public void Every_code_has_a_text_of_its_own()
    {
        string[] texts = [.. Enum.GetValues<SslErrorCode>().Select(code => new QSslError(code).ErrorString)];

        Assert.All(texts, text => Assert.NotEmpty(text));
        Assert.Equal(texts.Length, texts.Distinct().Count());
        Assert.Equal("No error", new QSslError().ErrorString);
        Assert.NotEmpty(new QSslError((SslErrorCode)999).ErrorString);
    }

    [Fact]
    public void A_detail_replaces_the_text_and_does_not_count_for_equality()
    {
        QSslError plain = new(SslErrorCode.HostNameMismatch, TestPki.Server.Certificate);
        QSslError detailed = new(SslErrorCode.HostNameMismatch, TestPki.Server.Certificate, "not this one");

        Assert.Equal("not this one", detailed.ErrorString);
        Assert.Equal("not this one", detailed.ToString());
        Assert.Equal(plain, detailed);
        Assert.Equal(plain.GetHashCode(), detailed.GetHashCode());
    }

    [Fact]
    public void Equality_is_that_of_code_and_certificate()
    {
        QSslError error = new(SslErrorCode.CertificateExpired, TestPki.Server.Certificate);

        Assert.NotEqual(error, new QSslError(SslErrorCode.CertificateExpired));
        Assert.NotEqual(error, new QSslError(SslErrorCode.CertificateNotYetValid, TestPki.Server.Certificate));
        Assert.NotEqual(error, new QSslError(SslErrorCode.CertificateExpired, TestPki.ServerRsa.Certificate));
        Assert.True(new QSslError(SslErrorCode.CertificateExpired).Certificate.IsNull);
    }

    [Fact]
    public void Codes_have_qts_numbers()
    {
        Assert.Equal(-1, (int)SslErrorCode.UnspecifiedError);
        Assert.Equal(22, (int)SslErrorCode.HostNameMismatch);
        Assert.Equal(36, (int)SslErrorCode.OcspStatusUnknown);
        Assert.Equal(38, Enum.GetValues<SslErrorCode>().Count(code => (int)code < 1001));
        Assert.Equal(34, Enum.GetValues<AlertType>().Length);
    }
}
