using QSslCore.Tests.Support;

namespace QSslCore.Tests.Interoperability;

/// <summary>Servers that must be refused, and as what.</summary>
internal static class Forgeries
{
    public static TheoryData<string, SslErrorCode> All => new()
    {
        { nameof(TestPki.SelfSigned), SslErrorCode.SelfSignedCertificate },
        { nameof(TestPki.UnknownIssuer), SslErrorCode.UnableToGetLocalIssuerCertificate },
        { nameof(TestPki.WrongName), SslErrorCode.HostNameMismatch },
        { nameof(TestPki.Expired), SslErrorCode.CertificateExpired },
    };

    public static TestIdentity Find(string name) => name switch
    {
        nameof(TestPki.SelfSigned) => TestPki.SelfSigned,
        nameof(TestPki.UnknownIssuer) => TestPki.UnknownIssuer,
        nameof(TestPki.WrongName) => TestPki.WrongName,
        _ => TestPki.Expired,
    };

    /// <summary>A client that trusts the test roots meets such a server, and goes away.</summary>
    public static void AssertRefused(int port, SslErrorCode expected)
    {
        using QSslSocket client = new();
        QSslConfiguration configuration = client.SslConfiguration;
        configuration.CaCertificates = [TestPki.Root.Certificate];
        client.SslConfiguration = configuration;
        client.ConnectToHostEncrypted("127.0.0.1", port, TestPki.ServerName);
        Assert.False(client.WaitForEncrypted(10_000));
        Assert.False(client.IsEncrypted);
        Assert.Contains(client.SslHandshakeErrors, e => e.Error == expected);
    }
}
