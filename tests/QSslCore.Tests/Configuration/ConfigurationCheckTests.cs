using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Configuration;

/// <summary>What can be judged without a network: the same mistakes are told by every backend.</summary>
public sealed class ConfigurationCheckTests
{
    private static readonly Dictionary<string, Action<QSslConfiguration>> s_mistakes = new()
    {
        ["a protocol of datagrams"] = c => c.Protocol = SslProtocol.DtlsV1_2,
        ["no protocol"] = c => c.Protocol = SslProtocol.UnknownProtocol,
        ["a certificate without its key"] = c => c.LocalCertificateChain = TestPki.Server.Chain,
        ["another key"] = c => (c.LocalCertificateChain, c.PrivateKey) = (TestPki.Server.Chain, TestPki.Client.Key),
        ["a long name of ALPN"] = c => c.AllowedNextProtocols = ["h2", new string('h', 256)],
        ["an empty name of ALPN"] = c => c.AllowedNextProtocols = [""],
        ["a suite of another version"] = c => (c.Protocol, c.Ciphers) = (SslProtocol.TlsV1_2, [new QSslCipher("TLS_AES_128_GCM_SHA256")]),
    };

    public static TheoryData<string, string> Mistakes
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (string backend in QSslSocket.AvailableBackends.Where(backend => backend != "cert-only"))
            {
                foreach (string mistake in s_mistakes.Keys)
                    all.Add(backend, mistake);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void AMistakeIsTold(string backend, string mistake)
    {
        Needs.Backend(backend);
        QSslConfiguration configuration = new() { Backend = backend };
        Assert.Null(ConfigurationCheck.Run(SslMode.SslClientMode, configuration));
        s_mistakes[mistake](configuration);
        TlsSetupException? fault = ConfigurationCheck.Run(SslMode.SslClientMode, configuration);
        Assert.NotNull(fault);
        Assert.Equal(mistake == "another key", fault.IsKeyMismatch);
    }

    [Fact]
    public void ABackendThatIsNotThereIsTold() =>
        Assert.Contains("nonsense", ConfigurationCheck.Run(SslMode.SslClientMode, new() { Backend = "nonsense" })?.Message,
            StringComparison.Ordinal);

    [Fact]
    public void AGoodServerIsGood() => Assert.Null(ConfigurationCheck.Run(
        SslMode.SslServerMode, new() { LocalCertificateChain = TestPki.Server.Chain, PrivateKey = TestPki.Server.Key }));
}
