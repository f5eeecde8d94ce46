using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Certificates;

/// <summary>Verification without a connection, end to end through the TLS library.</summary>
public sealed class ChainEvaluationTests
{
    public ChainEvaluationTests()
    {
        if (TlsBackendRegistry.Absence.Length > 0)
            Assert.Skip(TlsBackendRegistry.Absence);
    }

    [Fact]
    public void A_good_chain_has_no_errors()
    {
        Assert.Empty(Codes(TestPki.Server, TestPki.ServerName));
        Assert.Empty(Codes(TestPki.Server, "127.0.0.1"));
        Assert.Empty(Codes(TestPki.Server, ""));
        Assert.Empty(Codes(TestPki.ServerRsa, "localhost"));
    }

    [Fact]
    public void Each_fault_has_its_error()
    {
        Assert.Equal([SslErrorCode.CertificateExpired], Codes(TestPki.Expired, TestPki.ServerName));
        Assert.Equal([SslErrorCode.CertificateNotYetValid], Codes(TestPki.NotYetValid, TestPki.ServerName));
        Assert.Equal([SslErrorCode.HostNameMismatch], Codes(TestPki.WrongName, TestPki.ServerName));
        Assert.Contains(SslErrorCode.SelfSignedCertificate, Codes(TestPki.SelfSigned, TestPki.ServerName));
        Assert.Contains(SslErrorCode.UnableToGetLocalIssuerCertificate, Codes(TestPki.UnknownIssuer, TestPki.ServerName));
    }

    [Fact]
    public void Errors_carry_the_certificate_they_are_about()
    {
        QSslError expired = Evaluate(TestPki.Expired.Chain, Trusting(), TestPki.ServerName).Single();
        Assert.Equal(TestPki.Expired.Certificate, expired.Certificate);
    }

    [Fact]
    public void A_missing_intermediate_is_an_error() =>
        Assert.Contains(
            SslErrorCode.UnableToGetLocalIssuerCertificate,
            Evaluate([TestPki.Server.Certificate], Trusting(), TestPki.ServerName).Select(error => error.Error));

    [Fact]
    public void The_name_comes_before_the_chain() =>
        Assert.Equal([SslErrorCode.HostNameMismatch, SslErrorCode.CertificateExpired], Codes(TestPki.Expired, "elsewhere.test"));

    [Fact]
    public void The_time_of_the_configuration_counts()
    {
        QSslConfiguration later = Trusting();
        later.VerificationTime = DateTimeOffset.UtcNow.AddDays(15);

        Assert.Empty(Evaluate(TestPki.NotYetValid.Chain, later, TestPki.ServerName));
        later.VerificationTime = DateTimeOffset.UtcNow.AddDays(60);
        Assert.Equal(
            [SslErrorCode.CertificateExpired],
            Evaluate(TestPki.Server.Chain, later, TestPki.ServerName).Where(error => error.Certificate.Equals(TestPki.Server.Certificate))
                .Select(error => error.Error));
    }

    [Fact]
    public void No_authorities_trust_nobody()
    {
        Assert.NotEmpty(Evaluate(TestPki.Server.Chain, new QSslConfiguration { CaCertificates = [] }, TestPki.ServerName));
        Assert.NotEmpty(Evaluate(TestPki.Server.Chain, new QSslConfiguration { CaCertificates = [TestPki.OtherRoot.Certificate] },
            TestPki.ServerName));
    }

    [Fact]
    public void The_systems_authorities_are_trusted_while_none_were_set()
    {
        QSslCertificate? root = QSslConfiguration.SystemCaCertificates()
            .FirstOrDefault(certificate => certificate.ExpiryDate > DateTimeOffset.UtcNow);
        if (root is null)
            Assert.Skip("this system has no authorities (package ca-certificates)");

        IReadOnlyList<QSslError> trusted = Evaluate([root], new QSslConfiguration(), "");
        Assert.DoesNotContain(trusted, error => error.Error is SslErrorCode.SelfSignedCertificate
            or SslErrorCode.UnableToGetLocalIssuerCertificate);
        Assert.NotEmpty(Evaluate([root], new QSslConfiguration { CaCertificates = [] }, ""));
    }

    [Fact]
    public void An_unknown_backend_is_named() =>
        Assert.Contains("'no such'", Assert.Throws<NotSupportedException>(
            () => Evaluate(TestPki.Server.Chain, new QSslConfiguration { Backend = "no such" }, "")).Message);

    private static IEnumerable<SslErrorCode> Codes(TestIdentity identity, string hostName) =>
        Evaluate(identity.Chain, Trusting(), hostName).Select(error => error.Error);

    private static QSslConfiguration Trusting() => new() { CaCertificates = [TestPki.Root.Certificate, TestPki.RootRsa.Certificate] };

    private static IReadOnlyList<QSslError> Evaluate(QSslCertificate[] chain, QSslConfiguration configuration, string hostName) =>
        PeerVerification.EvaluateChain(chain, configuration, hostName);
}
