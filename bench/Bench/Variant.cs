using QSslBench.Clients;
using QSslCore;

namespace QSslBench;

/// <summary>One of those who are compared.</summary>
/// <param name="Key">Its name on the command line of a worker.</param>
/// <param name="Title">Its name in the table.</param>
/// <param name="Make">Makes the client; null for the plain C program.</param>
/// <param name="Rival">The variant of SslStream that it must be ahead of, for ours.</param>
internal sealed record Variant(string Key, string Title, Func<Target, IWork>? Make, string? Rival = null)
{
    public static Variant C { get; } = new("c", "plain C", null);

    public static IReadOnlyList<Variant> DotNet { get; } =
    [
        new("blocking", "QSslSocket, waits", t => new BlockingClient(t), Rival: "sslstream"),
        new("events", "QSslSocket, events", t => new EventClient(t), Rival: "sslstream-async"),
        new("async", "QSslSocket, async", t => new AsyncClient(t), Rival: "sslstream-async"),
        new("sslstream", "SslStream", t => new SslStreamClient(t)),
        new("sslstream-async", "SslStream, async", t => new SslStreamAsyncClient(t)),
    ];

    /// <summary>Many connections at the same time.</summary>
    public static IReadOnlyList<Variant> Crowds { get; } =
    [
        new("crowd", "QSslCore, async", t => new CrowdClient(t), Rival: "crowd-sslstream"),
        new("crowd-sslstream", "SslStream, async", t => new SslStreamCrowdClient(t)),
    ];

    /// <summary>Servers, beside the plain C one.</summary>
    public static IReadOnlyList<Variant> Servers { get; } =
    [
        new("qssl-server", "QSslServer", null, Rival: "server"),
        new("server", "SslStream", null),
    ];

    /// <summary>Ours, driven by waits, over each backend here that has what is compared.</summary>
    public static IReadOnlyList<Variant> Backends { get; } =
        [.. QSslSocket.AvailableBackends.Where(name => QSslSocket.IsProtocolSupported(SslProtocol.TlsV1_3, name)).Select(OfBackend)];

    /// <summary>The one of that name among those that a worker can be.</summary>
    public static Variant OfWorker(string key) => DotNet.Concat(Crowds).Concat(Backends).First(v => v.Key == key);

    public bool IsOurs => Rival is not null;

    private static Variant OfBackend(string name) => new($"backend-{name}", name, target =>
    {
        target.Configuration.Backend = name;
        return new BlockingClient(target);
    });
}
