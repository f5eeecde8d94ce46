using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Certificates;

public sealed class PeerVerificationTests
{
    private static readonly QSslError s_chainError = new(SslErrorCode.UnableToGetLocalIssuerCertificate, TestPki.Intermediate.Certificate);

    private static TlsPeer Good => new(TestPki.Server.Chain, TestPki.Server.Chain, []);

    private static TlsPeer Bad => new(TestPki.WrongName.Chain, [], [s_chainError]);

    [Theory]
    [InlineData(PeerVerifyMode.VerifyNone, false, false)]
    [InlineData(PeerVerifyMode.QueryPeer, false, false)]
    [InlineData(PeerVerifyMode.VerifyPeer, true, true)]
    [InlineData(PeerVerifyMode.AutoVerifyPeer, true, false)]
    public void Errors_end_the_connection_by_mode_and_role(PeerVerifyMode mode, bool client, bool server)
    {
        Assert.Equal(client, PeerVerification.VerifiesPeer(mode, SslMode.SslClientMode));
        Assert.Equal(server, PeerVerification.VerifiesPeer(mode, SslMode.SslServerMode));
    }

    [Fact]
    public void A_good_peer_has_no_errors()
    {
        PeerVerificationResult result = Evaluate(Good, PeerVerifyMode.AutoVerifyPeer, SslMode.SslClientMode, TestPki.ServerName);

        Assert.Empty(result.Errors);
        Assert.Empty(result.InEmissionOrder);
    }

    [Theory]
    [InlineData("")]
    [InlineData("elsewhere.test")]
    public void A_client_refuses_a_wrong_or_missing_name(string name)
    {
        QSslError error = Evaluate(Good, PeerVerifyMode.AutoVerifyPeer, SslMode.SslClientMode, name).Errors.Single();

        Assert.Equal(SslErrorCode.HostNameMismatch, error.Error);
        Assert.Equal(TestPki.Server.Certificate, error.Certificate);
    }

    [Fact]
    public void A_server_compares_no_names() =>
        Assert.Empty(Evaluate(Good, PeerVerifyMode.VerifyPeer, SslMode.SslServerMode, "elsewhere.test").Errors);

    [Fact]
    public void Errors_come_in_two_orders()
    {
        CertificateWriter writer = new() { Serial = [0x41] };
        writer.AddCommonName("MD5 Collisions Inc. (http://www.phreedom.org/md5)");
        QSslCertificate blacklisted = writer.Build();
        TlsPeer peer = Bad with { Chain = [TestPki.WrongName.Certificate, blacklisted] };
        PeerVerificationResult result = Evaluate(peer, PeerVerifyMode.AutoVerifyPeer, SslMode.SslClientMode, TestPki.ServerName);

        Assert.Equal(
            [SslErrorCode.CertificateBlacklisted, SslErrorCode.HostNameMismatch, SslErrorCode.UnableToGetLocalIssuerCertificate],
            result.Errors.Select(error => error.Error));
        Assert.Equal(
            [SslErrorCode.UnableToGetLocalIssuerCertificate, SslErrorCode.CertificateBlacklisted, SslErrorCode.HostNameMismatch],
            result.InEmissionOrder.Select(error => error.Error));
        Assert.Equal(blacklisted, result.Errors[0].Certificate);
    }

    [Fact]
    public void Without_verification_the_chain_is_not_judged_but_the_name_is() =>
        Assert.Equal(
            [SslErrorCode.HostNameMismatch],
            Evaluate(Bad, PeerVerifyMode.VerifyNone, SslMode.SslClientMode, TestPki.ServerName).Errors.Select(error => error.Error));

    [Theory]
    [InlineData(PeerVerifyMode.VerifyNone, SslMode.SslClientMode, false)]
    [InlineData(PeerVerifyMode.QueryPeer, SslMode.SslClientMode, true)]
    [InlineData(PeerVerifyMode.VerifyPeer, SslMode.SslClientMode, true)]
    [InlineData(PeerVerifyMode.AutoVerifyPeer, SslMode.SslClientMode, true)]
    [InlineData(PeerVerifyMode.VerifyNone, SslMode.SslServerMode, false)]
    [InlineData(PeerVerifyMode.QueryPeer, SslMode.SslServerMode, false)]
    [InlineData(PeerVerifyMode.VerifyPeer, SslMode.SslServerMode, true)]
    [InlineData(PeerVerifyMode.AutoVerifyPeer, SslMode.SslServerMode, false)]
    public void A_missing_certificate_is_an_error_where_one_is_required(PeerVerifyMode mode, SslMode role, bool isError)
    {
        IReadOnlyList<QSslError> errors = Evaluate(TlsPeer.None, mode, role, TestPki.ServerName).Errors;

        Assert.Equal(isError ? [SslErrorCode.NoPeerCertificate] : [], errors.Select(error => error.Error));
        Assert.All(errors, error => Assert.True(error.Certificate.IsNull));
    }

    [Fact]
    public void The_configured_rules_for_names_are_used()
    {
        QSslCertificate certificate = CertificateWriter.For("old.test");
        TlsPeer peer = new([certificate], [], []);
        QSslConfiguration configuration = new() { HostNameRules = HostNameRules.Qt };

        Assert.Empty(PeerVerification.Evaluate(peer, configuration, SslMode.SslClientMode, PeerHost.Parse("old.test")).Errors);
        configuration.HostNameRules = HostNameRules.Rfc9525;
        Assert.Single(PeerVerification.Evaluate(peer, configuration, SslMode.SslClientMode, PeerHost.Parse("old.test")).Errors);
    }

    [Theory]
    [InlineData("41", "MD5 Collisions Inc. (http://www.phreedom.org/md5)", true)]
    [InlineData("41", "Somebody else", false)]
    [InlineData("42", "MD5 Collisions Inc. (http://www.phreedom.org/md5)", false)]
    [InlineData("031da7", "AC DG Trésor SSL", true)]
    [InlineData("00d8f35f4eb7872b2dab0692e315382fb0", "global trustee", true)]
    [InlineData("05e2e6a4cd09ea54d665b075fe22a256", "*.google.com", true)]
    public void The_blacklist_goes_by_serial_number_and_common_name(string serial, string commonName, bool isListed)
    {
        CertificateWriter subject = new() { Serial = Convert.FromHexString(serial) };
        subject.AddCommonName("first");
        subject.AddCommonName(commonName);
        CertificateWriter issuer = new()
        {
            Serial = Convert.FromHexString(serial),
            Issuer = { ("2.5.4.3", System.Formats.Asn1.UniversalTagNumber.UTF8String, System.Text.Encoding.UTF8.GetBytes(commonName)) },
        };

        Assert.Equal(isListed, subject.Build().IsBlacklisted);
        Assert.Equal(isListed, issuer.Build().IsBlacklisted);
    }

    [Fact]
    public void The_blacklist_counts_for_issuers_too_without_a_connection()
    {
        CertificateWriter writer = new() { Serial = [0x41] };
        writer.AddCommonName("MD5 Collisions Inc. (http://www.phreedom.org/md5)");
        QSslCertificate blacklisted = writer.Build();
        QSslConfiguration configuration = new() { CaCertificates = [TestPki.Root.Certificate] };

        IReadOnlyList<QSslError> errors = PeerVerification.EvaluateChain(
            [TestPki.Server.Certificate, blacklisted], configuration, TestPki.ServerName);

        Assert.Equal(SslErrorCode.CertificateBlacklisted, errors[0].Error);
        Assert.Equal(blacklisted, errors[0].Certificate);
    }

    [Fact]
    public void Verifying_nothing_is_an_error()
    {
        Assert.Equal(SslErrorCode.UnspecifiedError, QSslCertificate.Verify([]).Single().Error);
        Assert.Equal(SslErrorCode.UnspecifiedError, QSslCertificate.Verify([new QSslCertificate()]).Single().Error);
    }

    private static PeerVerificationResult Evaluate(TlsPeer peer, PeerVerifyMode mode, SslMode role, string name) =>
        PeerVerification.Evaluate(peer, new QSslConfiguration { PeerVerifyMode = mode }, role, PeerHost.Parse(name));
}
