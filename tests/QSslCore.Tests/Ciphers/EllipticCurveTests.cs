using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Ciphers;

public sealed class EllipticCurveTests
{
    public EllipticCurveTests() => Needs.OpenSsl();

    [Theory]
    [InlineData("prime256v1", "prime256v1", "P-256", true)]
    [InlineData("P-256", "prime256v1", "P-256", true)]
    [InlineData("secp256r1", "prime256v1", "P-256", true)]
    [InlineData("P-521", "secp521r1", "P-521", true)]
    [InlineData("secp384r1", "secp384r1", "P-384", true)]
    [InlineData("brainpoolP320r1", "brainpoolP320r1", "", false)]
    [InlineData("X25519", "X25519", "", true)]
    [InlineData("X448", "X448", "", true)]
    public void A_curve_is_found_by_any_of_its_short_names(string name, string shortName, string nistName, bool isForTls)
    {
        QSslEllipticCurve curve = QSslEllipticCurve.FromShortName(name);

        Assert.True(curve.IsValid);
        Assert.Equal((shortName, nistName, isForTls), (curve.ShortName, curve.NistName, curve.IsTlsNamedCurve));
        Assert.Equal(shortName, curve.ToString());
        Assert.Equal(curve, QSslEllipticCurve.FromLongName(curve.LongName));
        Assert.Contains(curve, QSslConfiguration.SupportedEllipticCurves);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("p-256")]
    [InlineData("PRIME256V1")]
    [InlineData("RSA")]
    [InlineData("P-256:P-384")]
    public void What_is_no_curve_is_invalid(string? name)
    {
        Assert.False(QSslEllipticCurve.FromShortName(name!).IsValid);
        Assert.False(QSslEllipticCurve.FromLongName(name!).IsValid);
    }

    [Fact]
    public void Equality_is_that_of_the_curve()
    {
        QSslEllipticCurve curve = QSslEllipticCurve.FromShortName("P-256");

        Assert.True(curve == QSslEllipticCurve.FromShortName("prime256v1"));
        Assert.True(curve != QSslEllipticCurve.FromShortName("P-384"));
        Assert.True(new QSslEllipticCurve() == QSslEllipticCurve.FromShortName("none"));
        Assert.False(curve == null);
        Assert.Equal(curve.GetHashCode(), QSslEllipticCurve.FromShortName("secp256r1").GetHashCode());
        Assert.Equal(("", "", false, false), (new QSslEllipticCurve().ShortName, new QSslEllipticCurve().LongName,
            new QSslEllipticCurve().IsValid, new QSslEllipticCurve().IsTlsNamedCurve));
    }

    [Fact]
    public void Each_curve_that_is_for_tls_can_be_used_with_it()
    {
        // At the library's own security level some are too small, which it only says in a handshake.
        IEnumerable<QSslEllipticCurve> usable = QSslConfiguration.SupportedEllipticCurves.Where(c => c.IsTlsNamedCurve);
        Assert.All(usable, curve => Connect(SslProtocol.TlsV1_2, [curve], [curve], handshake: false));
    }

    [Theory]
    [InlineData("X25519")]
    [InlineData("X448")]
    [InlineData("P-256")]
    [InlineData("P-384")]
    [InlineData("P-521")]
    public void Sides_with_a_curve_in_common_connect_by_it(string name)
    {
        QSslEllipticCurve curve = QSslEllipticCurve.FromShortName(name);
        QSslEllipticCurve other = QSslEllipticCurve.FromShortName(name == "P-256" ? "P-384" : "P-256");

        Connect(SslProtocol.TlsV1_3, [other, curve], [curve]);
        Connect(SslProtocol.TlsV1_3, [curve], [other], connects: false);
    }

    [Fact]
    public void Hybrids_are_there_where_the_library_has_them()
    {
        QSslEllipticCurve hybrid = QSslEllipticCurve.FromShortName("X25519MLKEM768");
        bool isNew = TlsBackendRegistry.Active.LibraryVersionNumber >= 0x30500000;

        Assert.Equal(isNew, hybrid.IsValid);
        if (isNew)
            Connect(SslProtocol.TlsV1_3, [hybrid], [hybrid]);
    }

    [Fact]
    public void A_list_that_cannot_be_used_names_what_is_wrong_with_it()
    {
        QSslEllipticCurve good = QSslEllipticCurve.FromShortName("P-256");
        QSslEllipticCurve notForTls = QSslConfiguration.SupportedEllipticCurves.First(c => c.ShortName == "brainpoolP320r1");

        Assert.Contains("'brainpoolP320r1'", Fault([good, notForTls]));
        Assert.Contains("an invalid curve", Fault([good, new QSslEllipticCurve()]));
        Assert.Contains("'P-256:nonsense'", Fault([new QSslEllipticCurve("P-256:nonsense", "", "", true)]));

        static string Fault(QSslEllipticCurve[] curves) =>
            Assert.Throws<TlsSetupException>(() => Connect(SslProtocol.TlsV1_3, curves, [], handshake: false)).Message;
    }

    private static void Connect(
        SslProtocol protocol, QSslEllipticCurve[] client, QSslEllipticCurve[] server, bool handshake = true, bool connects = true)
    {
        using Link link = new(
            protocol, TestPki.ServerRsa, configureClient: c => c.EllipticCurves = client, configureServer: c => c.EllipticCurves = server);
        if (!handshake)
            return;
        if (connects)
            link.Handshake();
        else
            link.Fail();
    }
}
