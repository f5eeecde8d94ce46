using QSslCore.Tests.Support;
using QSslCore.Tests.Tls;
using QSslCore.Tls;

namespace QSslCore.Soak;

/// <summary>The backends of both ends, and the version.</summary>
/// <param name="Client">The client's backend.</param>
/// <param name="Server">The server's backend.</param>
/// <param name="Protocol">The version.</param>
internal sealed record ExchangePair(string Client, string Server, SslProtocol Protocol)
{
    private const string Reference = "openssl";

    private readonly QSslConfiguration _clientSide = Configure(TrafficPair.ClientConfiguration(), Client, Protocol);
    private readonly QSslConfiguration _serverSide = Configure(TrafficPair.ServerConfiguration(), Server, Protocol);

    private static readonly Lazy<(string Name, string Refusal)[]> s_backends = new(() => [.. TlsBackendRegistry.Available
        .Where(b => b.ImplementedClasses.Contains(ImplementedClass.Socket)).Select(b => (b.Name, Refusal(b)))]);

    /// <summary>The backends that shake hands here.</summary>
    public static string[] Backends => [.. s_backends.Value.Where(b => b.Refusal.Length == 0).Select(b => b.Name)];

    /// <summary>Those that this system does not let begin, with the reason.</summary>
    public static (string Name, string Refusal)[] Refused => [.. s_backends.Value.Where(b => b.Refusal.Length > 0)];

    /// <summary>Each backend in both roles, with openssl at the other end where it is there.</summary>
    public static ExchangePair[] All
    {
        get
        {
            string[] backends = Backends;
            string other = backends.Contains(Reference) ? Reference : backends.FirstOrDefault("");
            return [.. backends.SelectMany(b => new[] { (b, other), (other, b) }).Distinct()
                .SelectMany(p => new[] { SslProtocol.TlsV1_2, SslProtocol.TlsV1_3 }
                    .Where(v => IsSpoken(p.Item1, v) && IsSpoken(p.Item2, v)).Select(v => new ExchangePair(p.Item1, p.Item2, v)))];
        }
    }

    public TlsEngine MakeClient(ITlsTransport wire) => TlsBackendRegistry.Find(Client)!.CreateEngine(
        new(SslMode.SslClientMode, _clientSide, TestPki.ServerName), wire);

    public TlsEngine MakeServer(ITlsTransport wire) => TlsBackendRegistry.Find(Server)!.CreateEngine(
        new(SslMode.SslServerMode, _serverSide, null), wire);

    public override string ToString() => $"{Client} to {Server}, {Protocol}";

    /// <summary>Why a backend sends not even a hello; empty when it does.</summary>
    private static string Refusal(TlsBackend backend)
    {
        try
        {
            (MemoryTransport wire, _) = MemoryTransport.Pair();
            QSslConfiguration configuration = Configure(TrafficPair.ClientConfiguration(), backend.Name, SslProtocol.SecureProtocols);
            using TlsEngine engine = backend.CreateEngine(new(SslMode.SslClientMode, configuration, TestPki.ServerName), wire);
            engine.Handshake();
            return wire.Sent.Count > 0 ? "" : engine.Failure?.Reason ?? "it sends nothing";
        }
        catch (TlsSetupException e)
        {
            return e.Message;
        }
    }

    private static bool IsSpoken(string backend, SslProtocol version) =>
        TlsBackendRegistry.Find(backend)!.SupportedProtocols.Contains(version);

    private static QSslConfiguration Configure(QSslConfiguration configuration, string backend, SslProtocol protocol)
    {
        configuration.Backend = backend;
        configuration.Protocol = protocol;
        return configuration;
    }
}
