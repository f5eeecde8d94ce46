using System.Security.Cryptography;

namespace QSslCore.Tests.Support;

/// <summary>The arithmetic that tests use where the system has none, beside the system's.</summary>
public class ManagedAgreementTests
{
    [Theory]
    [InlineData("nistP256")]
    [InlineData("nistP384")]
    [InlineData("nistP521")]
    public void It_agrees_with_the_system(string name)
    {
        Needs.EllipticKeys();
        ECCurve curve = ECCurve.CreateFromFriendlyName(name);
        using ManagedAgreement own = new(new ECParameters { Curve = curve });
        using ECDiffieHellman system = ECDiffieHellman.Create(curve);
        using ECDiffieHellman ownPoint = ECDiffieHellman.Create(own.ExportParameters(includePrivateParameters: false));
        Assert.Equal(system.DeriveRawSecretAgreement(ownPoint.PublicKey), own.DeriveRawSecretAgreement(system.PublicKey));
    }

    [Fact]
    public void A_point_that_is_not_on_the_curve_is_refused()
    {
        byte[] x = new byte[32], y = new byte[32];
        x[31] = 2;
        Assert.Throws<CryptographicException>(
            () => new ManagedAgreement(new() { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = x, Y = y } }));
    }
}
