using System.Reflection;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Configuration;

/// <summary>The operators of value types say what Equals says.</summary>
public sealed class OperatorTests
{
    public static TheoryData<Type> Values => [.. typeof(QSslSocket).Assembly.GetExportedTypes()
        .Where(type => typeof(IEquatable<>).MakeGenericType(type) is var equatable && equatable.IsAssignableFrom(type))];

    [Theory]
    [MemberData(nameof(Values))]
    public void Each_value_type_has_both(Type type)
    {
        MethodInfo equal = Operator(type, "op_Equality"), unequal = Operator(type, "op_Inequality");
        object?[] samples = [null, .. type.GetConstructor([]) is { } make ? new object?[] { make.Invoke(null), make.Invoke(null) } : []];

        foreach (object? left in samples)
        {
            foreach (object? right in samples)
            {
                Assert.Equal(Equals(left, right), equal.Invoke(null, [left, right]));
                Assert.Equal(!Equals(left, right), unequal.Invoke(null, [left, right]));
            }
        }
    }

    [Fact]
    public void They_compare_values()
    {
        QSslCertificate certificate = TestPki.Server.Certificate, copy = new(certificate.ToDer(), EncodingFormat.Der);
        Assert.True(certificate == copy);
        Assert.True(certificate != TestPki.Root.Certificate);
        Assert.True(new QSslError(SslErrorCode.CertificateExpired, certificate) == new QSslError(SslErrorCode.CertificateExpired, copy));
        Assert.True(new QSslError(SslErrorCode.CertificateExpired, certificate) != new QSslError(SslErrorCode.CertificateExpired));
        Assert.True(certificate.PublicKey == copy.PublicKey);
        Assert.True(TestPki.Server.Key != TestPki.Client.Key);
        Assert.True(new QSslConfiguration() == new QSslConfiguration());
        Assert.True(new QSslConfiguration() != new QSslConfiguration { PeerVerifyDepth = 1 });
        Assert.True(new QSslCipher { Name = "A" } == new QSslCipher { Name = "A" });
        Assert.True(new QSslCipher { Name = "A" } != new QSslCipher { Name = "B" });
    }

    private static MethodInfo Operator(Type type, string name) =>
        type.GetMethod(name, [type, type]) ?? throw new InvalidOperationException($"{type.Name} has no {name}.");
}
