using DnsClient;
using DnsClient.Protocol;

namespace QSslModule;

/// <summary>The records of an answer that belong to the question.</summary>
/// <param name="Exists">Whether the name exists, whatever records it has.</param>
/// <param name="IsValidated">Whether the resolver says that it validated the answer (the AD bit).</param>
/// <param name="Records">The records.</param>
internal sealed record DnsRecords(bool Exists, bool IsValidated, IReadOnlyList<DnsResourceRecord> Records)
{
    public static DnsRecords None { get; } = new(false, false, []);

    /// <summary>The records of the name, and of the names that it is an alias of.</summary>
    public static DnsRecords Of(string name, IDnsQueryResponse response)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase) { name.TrimEnd('.') };
        // In the order of the chain, or not: each turn finds at least one more.
        while (response.Answers.OfType<CNameRecord>()
            .Any(alias => names.Contains(NameOf(alias)) && names.Add(alias.CanonicalName.Value.TrimEnd('.'))))
        {
        }
        return new(
            response.Header.ResponseCode != DnsHeaderResponseCode.NotExistentDomain,
            response.Header.IsAuthenticData,
            [.. response.Answers.Where(record => names.Contains(NameOf(record)))]);
    }

    public IEnumerable<T> Of<T>()
        where T : DnsResourceRecord => Records.OfType<T>();

    private static string NameOf(DnsResourceRecord record) => record.DomainName.Value.TrimEnd('.');
}
