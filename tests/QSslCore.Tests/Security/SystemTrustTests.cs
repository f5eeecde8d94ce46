using System.Diagnostics;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Security;

/// <summary>An authority that is removed from the system is no longer trusted: not by verification, and not in connections.</summary>
[Collection(nameof(ChangesDefaultConfiguration))]
public sealed class SystemTrustTests : IDisposable
{
    private static readonly string[] s_variables = [SystemRootPlaces.FileVariable, SystemRootPlaces.DirectoriesVariable];

    private readonly TestFiles _files = new();
    private readonly string?[] _old = [.. s_variables.Select(Environment.GetEnvironmentVariable)];

    public SystemTrustTests() => Assert.SkipUnless(SystemRoots.AreFiles, "needs a system with its authorities in files");

    public static TheoryData<string> Backends => [.. TlsBackendRegistry.Available.Select(backend => backend.Name)];

    public void Dispose()
    {
        for (int i = 0; i < s_variables.Length; i++)
            Environment.SetEnvironmentVariable(s_variables[i], _old[i]);
        _files.Dispose();
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void A_changed_bundle_is_seen(string backend)
    {
        string bundle = _files.Write("roots.pem", TestPki.Root.Certificate.ToPem());
        Environment.SetEnvironmentVariable(SystemRootPlaces.FileVariable, bundle);
        Environment.SetEnvironmentVariable(SystemRootPlaces.DirectoriesVariable, _files.PathOf("none"));
        Assert.Empty(Verify(backend));

        File.WriteAllText(bundle, TestPki.OtherRoot.Certificate.ToPem() + "\n");
        AssertSoon(() => Verify(backend).Count > 0);
        File.WriteAllText(bundle, TestPki.OtherRoot.Certificate.ToPem() + TestPki.Root.Certificate.ToPem());
        AssertSoon(() => Verify(backend).Count == 0);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void A_certificate_that_leaves_a_hashed_directory_is_not_trusted(string backend)
    {
        ExternalProgram.Require("openssl", "openssl");
        string file = _files.Write("certs/root.pem", TestPki.Root.Certificate.ToPem());
        _files.Write("certs/other.pem", TestPki.OtherRoot.Certificate.ToPem());
        Rehash();
        Environment.SetEnvironmentVariable(SystemRootPlaces.DirectoriesVariable, _files.PathOf("certs"));
        Environment.SetEnvironmentVariable(SystemRootPlaces.FileVariable, _files.PathOf("none"));
        Assert.Empty(Verify(backend));

        File.Delete(file);
        Rehash();
        AssertSoon(() => Verify(backend).Count > 0);
    }

    [Fact]
    public void A_connection_trusts_it_no_longer()
    {
        Needs.OpenSsl();
        string bundle = _files.Write("roots.pem", TestPki.Root.Certificate.ToPem());
        Environment.SetEnvironmentVariable(SystemRootPlaces.FileVariable, bundle);
        Environment.SetEnvironmentVariable(SystemRootPlaces.DirectoriesVariable, _files.PathOf("none"));
        QSslConfiguration identity = new() { LocalCertificateChain = TestPki.Server.Chain, PrivateKey = TestPki.Server.Key };
        using QSslServer server = new() { SslConfiguration = identity };
        server.PendingConnectionAvailable += (_, _) => server.NextPendingConnection()?.Dispose();
        Assert.True(server.Listen(System.Net.IPAddress.Loopback), server.ErrorString);
        // It keeps the context of its configuration alive.
        using QSslSocket first = Connect(server);
        Assert.True(first.WaitForEncrypted(10_000), first.ErrorString);

        File.WriteAllText(bundle, TestPki.OtherRoot.Certificate.ToPem() + "\n");
        AssertSoon(() =>
        {
            using QSslSocket next = Connect(server);
            return !next.WaitForEncrypted(10_000) && next.SslHandshakeErrors.Count > 0;
        });
    }

    private static QSslSocket Connect(QSslServer server)
    {
        QSslSocket socket = new() { PeerVerifyName = TestPki.ServerName };
        socket.ConnectToHostEncrypted("127.0.0.1", server.ServerPort);
        return socket;
    }

    private static IReadOnlyList<QSslError> Verify(string backend) => PeerVerification.EvaluateChain(
        [.. TestPki.Server.Chain], new QSslConfiguration { Backend = backend }, TestPki.ServerName);

    private static void AssertSoon(Func<bool> condition)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!condition())
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), "the change was not seen");
    }

    private void Rehash()
    {
        using ExternalProgram program = ExternalProgram.Start("openssl", "rehash", _files.PathOf("certs"));
        Assert.True(program.WaitForExit() == 0, program.Output);
    }
}
