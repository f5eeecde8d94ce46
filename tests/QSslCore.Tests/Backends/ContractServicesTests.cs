using System.Text;
using QSslCore.Tests.Keys;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Backends;

/// <summary>What the library does for backends by its public contract; each backend's own tests show the rest.</summary>
public sealed class ContractServicesTests
{
    [Theory]
    [InlineData(PeerVerifyMode.VerifyNone, SslMode.SslClientMode, false)]
    [InlineData(PeerVerifyMode.VerifyPeer, SslMode.SslClientMode, true)]
    [InlineData(PeerVerifyMode.AutoVerifyPeer, SslMode.SslServerMode, true)]
    public void A_peer_is_verified_unless_the_configuration_verifies_none(PeerVerifyMode mode, SslMode role, bool isVerified)
    {
        QSslConfiguration configuration = new() { PeerVerifyMode = mode, CaCertificates = [] };
        TlsPeer peer = TlsVerification.VerifyPeer([TestPki.Server.Certificate], new(role, configuration, null));
        Assert.Equal(TestPki.Server.Certificate, Assert.Single(peer.Chain));
        Assert.Equal(isVerified, peer.ChainErrors.Count > 0);
    }

    /// <summary>The certificate is a server's alone.</summary>
    [Theory]
    [InlineData(SslMode.SslClientMode, false)]
    [InlineData(SslMode.SslServerMode, true)]
    public void A_peer_is_verified_for_the_role_that_it_has(SslMode own, bool isRefused)
    {
        QSslConfiguration configuration = new() { PeerVerifyMode = PeerVerifyMode.VerifyPeer, CaCertificates = [TestPki.Root.Certificate] };
        QSslCertificate[] chain = [TestPki.Server.Certificate, TestPki.Intermediate.Certificate];
        TlsPeer peer = TlsVerification.VerifyPeer(chain, new(own, configuration, null));
        Assert.Equal(isRefused, peer.ChainErrors.Any(error => error.Error == SslErrorCode.InvalidPurpose));
    }

    [Fact]
    public void A_certificate_that_cannot_be_decoded_is_refused_and_not_forgotten()
    {
        QSslCertificate odd = TlsVerification.ReadCertificate([0x30, 1, 0]);
        Assert.False(odd.IsNull);
        Assert.True(TlsVerification.ReadCertificate([]).IsNull);
        Assert.NotEmpty(TlsVerification.VerifyChain([odd], new(), SslMode.SslServerMode).ChainErrors);
    }

    [Theory]
    [InlineData(SslMode.SslClientMode, PeerVerifyMode.AutoVerifyPeer, true, true)]
    [InlineData(SslMode.SslClientMode, PeerVerifyMode.AutoVerifyPeer, false, false)]
    [InlineData(SslMode.SslClientMode, PeerVerifyMode.QueryPeer, true, false)]
    [InlineData(SslMode.SslServerMode, PeerVerifyMode.VerifyPeer, true, false)]
    public void A_staple_is_judged_where_a_client_asked_for_it(SslMode role, PeerVerifyMode mode, bool asked, bool expected)
    {
        QSslConfiguration configuration = new() { PeerVerifyMode = mode, OcspStaplingEnabled = asked };
        Assert.Equal(expected, TlsVerification.RequiresStaple(new(role, configuration, null)));
    }

    [Fact]
    public void A_pre_shared_key_is_cut_to_its_limits_and_zeroed()
    {
        TlsPreSharedKey given = TlsPreSharedKey.AskClient(new KnownKey(), [], maxIdentityLength: 1, maxKeyLength: 5)!;
        byte[] key = given.Key;
        Assert.Equal(([1], [7, 7, 7, 7, 7]), (given.Identity, key), (one, other) =>
            one.Item1.AsSpan().SequenceEqual(other.Item1) && one.Item2.AsSpan().SequenceEqual(other.Item2));
        given.Dispose();
        Assert.All(key, octet => Assert.Equal(0, octet));
        using TlsPreSharedKey? ofServer = TlsPreSharedKey.AskServer(new KnownKey(), [], [9], maxKeyLength: 32);
        Assert.Empty(ofServer!.Identity);
        Assert.Null(TlsPreSharedKey.AskClient(null, [], 1, 1));
    }

    [Fact]
    public void A_missing_client_certificate_has_an_alert_of_its_own_in_tls_13_alone()
    {
        const SslErrorCode Missing = SslErrorCode.NoPeerCertificate;
        Assert.Equal(AlertType.CertificateRequired, TlsFailures.AlertFor(Missing, SslMode.SslServerMode, SslProtocol.TlsV1_3));
        Assert.Equal(AlertType.HandshakeFailure, TlsFailures.AlertFor(Missing, SslMode.SslServerMode, SslProtocol.TlsV1_2));
        Assert.Equal(AlertType.HandshakeFailure, TlsFailures.AlertFor(Missing, SslMode.SslClientMode, SslProtocol.TlsV1_3));
        Assert.Equal(AlertType.CertificateExpired,
            TlsFailures.AlertFor(SslErrorCode.CertificateExpired, SslMode.SslServerMode, SslProtocol.TlsV1_3));
    }

    [Fact]
    public void Text_instead_of_tls_is_told_without_control_characters()
    {
        TlsFailure failure = TlsFailures.NotTls("SSH-2.0-x\u001b[31m\r\n"u8)!;
        Assert.True(failure.PeerIsNotTls);
        Assert.Contains("'SSH-2.0-x'", failure.Reason, StringComparison.Ordinal);
        Assert.Null(TlsFailures.NotTls([22, 3, 1]));
    }

    [Fact]
    public void Suites_have_numbers_and_names()
    {
        Assert.Equal("TLS_AES_128_GCM_SHA256", TlsSuites.FromNumber(0x1301).Name);
        Assert.Equal(0x1301, TlsSuites.NumberOf(TlsSuites.FromNumber(0x1301)));
        Assert.Equal("0xFE01", TlsSuites.FromNumber(0xFE01).Name);
        Assert.Null(TlsSuites.NumberOf(TlsSuites.FromNumber(0xFE01)));
        Assert.Throws<ArgumentOutOfRangeException>(() => TlsSuites.FromNumber(0x11301));
        Assert.Throws<ArgumentOutOfRangeException>(() => TlsSuites.FromNumber(-1));
        Assert.True(TlsSuites.Group("X25519") is { IsValid: true, IsTlsNamedCurve: true, NistName: "" });
    }

    [Fact]
    public void Encrypted_pkcs8_is_found_and_nothing_else()
    {
        Assert.NotNull(TlsKeys.FindEncryptedPkcs8(Encoding.ASCII.GetBytes(KnownKeys.Scrypt)));
        Assert.Null(TlsKeys.FindEncryptedPkcs8(Encoding.ASCII.GetBytes(KnownKeys.Pkcs8)));
        Assert.Null(TlsKeys.FindEncryptedPkcs8(Encoding.ASCII.GetBytes(KnownKeys.TraditionalDes)));
        Assert.Null(TlsKeys.FindEncryptedPkcs8("nonsense"u8));
    }
}
