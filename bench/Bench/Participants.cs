using QSslBench.Peers;
using QSslCore.Tests.Support;

namespace QSslBench;

/// <summary>Server, certificates and the programs that are compared.</summary>
internal sealed class Participants : IDisposable
{
    private readonly string _folder = Path.Combine(Repository.Root, "artifacts", "bench");
    private readonly bool _hasC;
    private readonly WorkerProcess _server;

    public Participants()
    {
        _hasC = NativePrograms.TryCompile(_folder, out string reason);
        NoC = reason;
        File.WriteAllText(Root, TestPki.Root.Certificate.ToPem());
        string chain = Path.Combine(_folder, "chain.pem");
        string key = Path.Combine(_folder, "key.pem");
        File.WriteAllText(chain, TestPki.Server.ChainPem);
        File.WriteAllText(key, TestPki.Server.KeyPem);
        _server = _hasC
            ? new("the server", NativePrograms.Program(_folder, "server"), chain, key)
            : WorkerProcess.Self("the server", "server", chain, key);
    }

    /// <summary>Why plain C takes no part; empty when it does.</summary>
    public string NoC { get; }

    /// <summary>Whose figures the others are divided by.</summary>
    public Variant Base => _hasC ? Variant.C : Variant.DotNet.First(v => v.Key == "sslstream");

    public IReadOnlyList<Variant> Others => [.. Variant.DotNet.Where(v => v != Base)];

    private string Root => Path.Combine(_folder, "root.pem");

    public WorkerProcess Start(Variant variant) => variant.Make is null
        ? new(variant.Title, NativePrograms.Program(_folder, "client"), _server.Greeting, Root)
        : WorkerProcess.Self(variant.Title, "worker", variant.Key, _server.Greeting, Root);

    public void Dispose() => _server.Dispose();
}
