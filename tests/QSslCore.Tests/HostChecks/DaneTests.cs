using System.Net;
using System.Security.Cryptography;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.HostChecks;

/// <summary>TLSA records, held against what hosts show.</summary>
public sealed class DaneTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    public void A_record_matches_its_certificate_and_no_other(byte selector, byte type)
    {
        TlsaRecord record = Record(3, TestPki.Server.Certificate, selector, type);
        Assert.True(record.IsUsable);
        Assert.True(record.Matches(TestPki.Server.Certificate));
        Assert.False(record.Matches(TestPki.Root.Certificate));
        Assert.False(record.Matches(new QSslCertificate()));
        Assert.StartsWith($"3 {selector} {type} ", record.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 1, 1, 32)]
    [InlineData(3, 2, 1, 32)]
    [InlineData(3, 1, 3, 32)]
    [InlineData(3, 1, 1, 31)]
    [InlineData(3, 1, 2, 32)]
    [InlineData(3, 1, 0, 0)]
    public void A_record_of_an_unknown_kind_is_not_usable(byte usage, byte selector, byte type, int length)
    {
        TlsaRecord record = new(usage, selector, type, new byte[length]);
        Assert.False(record.IsUsable);
        Assert.False(record.Matches(TestPki.Server.Certificate));
        TlsaAnswer answer = new() { Records = [record], IsValidated = true };
        DaneVerdict verdict = DaneVerification.Judge(answer, [TestPki.Server.Certificate], [], []);
        Assert.Equal(DaneStatus.Unusable, verdict.Status);
    }

    [Theory]
    [InlineData(2, SslErrorCode.UnableToGetLocalIssuerCertificate, true)]
    [InlineData(2, SslErrorCode.HostNameMismatch, false)]
    [InlineData(2, SslErrorCode.CertificateExpired, false)]
    [InlineData(3, SslErrorCode.HostNameMismatch, true)]
    [InlineData(3, SslErrorCode.CertificateExpired, true)]
    [InlineData(3, SslErrorCode.CertificateRevoked, false)]
    [InlineData(3, SslErrorCode.CertificateBlacklisted, false)]
    [InlineData(3, SslErrorCode.CertificateKeyTooWeak, false)]
    [InlineData(0, SslErrorCode.UnableToGetLocalIssuerCertificate, false)]
    [InlineData(1, SslErrorCode.HostNameMismatch, false)]
    public void A_usage_makes_up_for_some_errors(byte usage, SslErrorCode code, bool holds)
    {
        QSslError error = new(code, TestPki.Server.Certificate);
        QSslCertificate of = usage is 0 or 2 ? TestPki.Root.Certificate : TestPki.Server.Certificate;
        TlsaAnswer answer = new() { Records = [Record(usage, of)], IsValidated = true };
        QSslCertificate[] path = [.. TestPki.Server.Chain, TestPki.Root.Certificate];
        DaneVerdict verdict = DaneVerification.Judge(answer, TestPki.Server.Chain, path, [error]);
        Assert.Equal(holds ? DaneStatus.Match : DaneStatus.Mismatch, verdict.Status);
        Assert.Equal(holds, DaneVerification.Excuses(verdict, error));
        DaneVerdict doubtful = DaneVerification.Judge(new() { Records = answer.Records }, TestPki.Server.Chain, path, [error]);
        Assert.False(DaneVerification.Excuses(doubtful, error));
    }

    [Theory]
    [InlineData(true, HostCheckOutcome.Encrypted)]
    [InlineData(false, HostCheckOutcome.IdentityRejected)]
    public async Task A_host_that_only_its_domain_knows_is_accepted_where_that_was_validated(bool isValidated, HostCheckOutcome outcome)
    {
        TestIdentity identity = TestPki.MakeSelfSigned("another.example");
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        (configuration.LocalCertificateChain, configuration.PrivateKey) = (identity.Chain, identity.Key);
        using QSslServer server = new() { SslConfiguration = configuration };
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        server.PendingConnectionAvailable += (_, _) => server.NextPendingConnection()?.DisconnectFromHost();
        Resolver resolver = new(new() { Records = [Record(3, identity.Certificate)], IsValidated = isValidated });
        HostCheck check = new()
        {
            HostName = TestPki.ServerName, Address = IPAddress.Loopback, Port = server.ServerPort, TlsaResolver = resolver,
        };
        HostCheckResult result = await check.RunAsync(Token);
        Assert.Equal((outcome, DaneStatus.Match, isValidated), (result.Outcome, result.Dane!.Status, result.Dane.IsValidated));
        Assert.Contains(result.Errors, error => error.Error == SslErrorCode.SelfSignedCertificate);
        Assert.Equal((TestPki.ServerName, server.ServerPort), resolver.Asked);
    }

    /// <summary>The certificate of the named authority proves nothing beside a leaf that the authority did not sign.</summary>
    [Theory]
    [InlineData(true, HostCheckOutcome.Encrypted)]
    [InlineData(false, HostCheckOutcome.IdentityRejected)]
    public async Task A_leaf_that_the_named_authority_did_not_sign_is_refused(bool isSigned, HostCheckOutcome outcome)
    {
        TestIdentity named = TestPki.Authority("Named", null), impostor = TestPki.Authority("Named", null);
        TestIdentity leaf = TestPki.Leaf([TestPki.ServerName], isSigned ? named : impostor);
        QSslConfiguration configuration = QSslConfiguration.DefaultConfiguration;
        (configuration.LocalCertificateChain, configuration.PrivateKey) = ([leaf.Certificate, named.Certificate], leaf.Key);
        using QSslServer server = new() { SslConfiguration = configuration };
        Assert.True(server.Listen(IPAddress.Loopback), server.ErrorString);
        server.PendingConnectionAvailable += (_, _) => server.NextPendingConnection()?.DisconnectFromHost();
        HostCheck check = new()
        {
            HostName = TestPki.ServerName,
            Address = IPAddress.Loopback,
            Port = server.ServerPort,
            TlsaResolver = new Resolver(new() { Records = [Record(2, named.Certificate)], IsValidated = true }),
        };
        HostCheckResult result = await check.RunAsync(Token);
        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(isSigned ? DaneStatus.Match : DaneStatus.Mismatch, result.Dane!.Status);
    }

    private static TlsaRecord Record(byte usage, QSslCertificate certificate, byte selector = 1, byte type = 1)
    {
        byte[] part = selector == 0 ? certificate.ToDer() : certificate.PublicKey.ToDer();
        return new(usage, selector, type, type switch { 0 => part, 1 => SHA256.HashData(part), _ => SHA512.HashData(part) });
    }

    private sealed class Resolver(TlsaAnswer answer) : ITlsaResolver
    {
        public (string, int) Asked { get; private set; }

        public Task<TlsaAnswer> ResolveAsync(string hostName, int port, CancellationToken cancellationToken)
        {
            Asked = (hostName, port);
            return Task.FromResult(answer);
        }
    }
}
