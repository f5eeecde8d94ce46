using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Soak;

/// <summary>Who shakes hands with whom, in which version.</summary>
/// <param name="Client">The client's backend.</param>
/// <param name="Server">The server's backend.</param>
/// <param name="Protocol">The version.</param>
internal sealed record ExchangePair(string Client, string Server, SslProtocol Protocol)
{
    private const string Reference = "openssl";

    private readonly QSslConfiguration _clientSide = Configure(TrafficPair.ClientConfiguration(), Client, Protocol);
    private readonly QSslConfiguration _serverSide = Configure(TrafficPair.ServerConfiguration(), Server, Protocol);

    /// <summary>The backends that have TLS here.</summary>
    public static string[] Backends => [.. TlsBackendRegistry.Available
        .Where(b => b.ImplementedClasses.Contains(ImplementedClass.Socket)).Select(b => b.Name)];

    /// <summary>Each backend in both roles, with openssl at the other end where it is there.</summary>
    public static ExchangePair[] All
    {
        get
        {
            string[] backends = Backends;
            string other = backends.Contains(Reference) ? Reference : backends[0];
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

    private static bool IsSpoken(string backend, SslProtocol version) =>
        TlsBackendRegistry.Find(backend)!.SupportedProtocols.Contains(version);

    private static QSslConfiguration Configure(QSslConfiguration configuration, string backend, SslProtocol protocol)
    {
        configuration.Backend = backend;
        configuration.Protocol = protocol;
        return configuration;
    }
}
