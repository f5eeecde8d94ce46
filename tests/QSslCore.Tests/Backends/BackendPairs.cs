using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Tests.Backends;

/// <summary>Every backend here that has TLS, alone, and each as a client of each: what is true of one must be true of all.</summary>
internal static class BackendPairs
{
    public static IReadOnlyList<string> WithTls { get; } =
        [.. TlsBackendRegistry.Available.Where(b => b.ImplementedClasses.Contains(ImplementedClass.Socket)).Select(b => b.Name)];

    /// <summary>Those of them that the system lets shake hands.</summary>
    public static IReadOnlyList<string> Working { get; } = [.. WithTls.Where(Needs.HasBackend)];

    /// <summary>The versions that everybody should speak.</summary>
    public static SslProtocol[] Versions => [SslProtocol.TlsV1_2, SslProtocol.TlsV1_3];

    /// <summary>Those that know groups by name: they choose one, and tell which it became.</summary>
    public static string[] WithGroups { get; } =
        [.. TlsBackendRegistry.Available.Where(b => b.ImplementedClasses.Contains(ImplementedClass.EllipticCurve)).Select(b => b.Name)];

    public static TheoryData<string> All => [.. TlsBackendRegistry.Available.Select(b => b.Name)];

    public static TheoryData<string, SslProtocol> Alone
    {
        get
        {
            TheoryData<string, SslProtocol> cases = [];
            foreach (string backend in WithTls)
            {
                cases.Add(backend, SslProtocol.TlsV1_2);
                cases.Add(backend, SslProtocol.TlsV1_3);
            }
            return cases;
        }
    }

    public static TheoryData<string, string, SslProtocol> Joined
    {
        get
        {
            TheoryData<string, string, SslProtocol> cases = [];
            foreach (string client in WithTls)
            {
                foreach (string server in WithTls)
                {
                    cases.Add(client, server, SslProtocol.TlsV1_2);
                    cases.Add(client, server, SslProtocol.TlsV1_3);
                }
            }
            return cases;
        }
    }

    /// <summary>Those with a feature.</summary>
    public static string[] With(SupportedFeature feature) =>
        [.. TlsBackendRegistry.Available.Where(b => b.SupportedFeatures.Contains(feature)).Select(b => b.Name)];

    public static Link Join(
        string client, string server, SslProtocol protocol, TestIdentity? identity = null, TestIdentity? clientIdentity = null,
        PeerVerifyMode serverVerify = PeerVerifyMode.AutoVerifyPeer, Action<QSslConfiguration>? configureClient = null,
        Action<QSslConfiguration>? configureServer = null, int seed = 1, int window = int.MaxValue, ITlsQuestions? questions = null) =>
        new(
            protocol, identity ?? TestPki.Server, clientIdentity, serverVerify,
            c =>
            {
                c.Backend = client;
                configureClient?.Invoke(c);
            },
            c =>
            {
                c.Backend = server;
                configureServer?.Invoke(c);
            },
            seed, window, questions);
}
