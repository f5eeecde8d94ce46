using QSslCore.Probing.Catalog;

namespace QSslCore.Probing.Surveys;

/// <summary>What a well-known client offers.</summary>
/// <param name="Name">The client.</param>
/// <param name="Versions">The versions, the oldest first.</param>
/// <param name="Suites">The suites, the most wanted first.</param>
/// <param name="Groups">The groups, the most wanted first.</param>
/// <param name="Keys">The kinds of certificates that it can verify.</param>
/// <param name="SendsName">It names the host (SNI).</param>
internal sealed record KnownClient(string Name, IReadOnlyList<int> Versions, IReadOnlyList<int> Suites, IReadOnlyList<int> Groups,
    IReadOnlyList<string> Keys, bool SendsName)
{
    private static readonly Lazy<IReadOnlyList<KnownClient>> s_all = new(() => [.. CatalogFile.Read("clients.tsv", 6)
        .Select(row => new KnownClient(row[0], Codes(row[1]), Codes(row[2]), Codes(row[3]), row[4].Split(' '), row[5] == "yes"))]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownClient> All => s_all.Value;

    private static int[] Codes(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(CatalogFile.Hex)];
}
