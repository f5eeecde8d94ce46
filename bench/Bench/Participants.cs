using System.Globalization;
using QSslBench.Clients;
using QSslBench.Peers;
using QSslCore.Tests.Support;

namespace QSslBench;

/// <summary>Server, certificates and the programs that are compared.</summary>
internal sealed class Participants
{
    private readonly string _folder = Path.Combine(Repository.Root, "artifacts", "bench");
    private readonly bool _hasC;

    public Participants()
    {
        _hasC = NativePrograms.TryCompile(_folder, out string reason);
        NoC = reason;
        File.WriteAllText(Root, TestPki.Root.Certificate.ToPem());
        File.WriteAllText(Chain, TestPki.Server.ChainPem);
        File.WriteAllText(Key, TestPki.Server.KeyPem);
    }

    /// <summary>Why plain C takes no part; empty when it does.</summary>
    public string NoC { get; }

    /// <summary>Whose figures the others are divided by.</summary>
    public Variant Base => _hasC ? Variant.C : Variant.DotNet.First(v => v.Key == "sslstream");

    public IReadOnlyList<Variant> Others => [.. Variant.DotNet.Where(v => v != Base)];

    private string Root => Path.Combine(_folder, "root.pem");

    private string Chain => Path.Combine(_folder, "chain.pem");

    private string Key => Path.Combine(_folder, "key.pem");

    public WorkerProcess StartServer() => StartServer(Base);

    /// <summary>A server of that kind; C where it was compiled, else on SslStream.</summary>
    /// <param name="variant">Plain C or one of <see cref="Variant.Servers"/>.</param>
    /// <param name="hasTickets">Whether sessions can be resumed; of the plain C server only.</param>
    public WorkerProcess StartServer(Variant variant, bool hasTickets = false) => _hasC && variant == Variant.C
        ? new("the server", NativePrograms.Program(_folder, "server"), hasTickets ? [Chain, Key, "tickets"] : [Chain, Key])
        : WorkerProcess.Self("the server", Variant.Servers.Contains(variant) ? variant.Key : "server", Chain, Key);

    /// <summary>That server, for clients in this process.</summary>
    public Target TargetOf(WorkerProcess server) => new(int.Parse(server.Greeting, CultureInfo.InvariantCulture), Root);

    public WorkerProcess StartClient(Variant variant, WorkerProcess server) => variant.Make is null
        ? new(variant.Title, NativePrograms.Program(_folder, "client"), server.Greeting, Root)
        : WorkerProcess.Self(variant.Title, "worker", variant.Key, server.Greeting, Root);
}
