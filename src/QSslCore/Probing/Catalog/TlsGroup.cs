namespace QSslCore.Probing.Catalog;

/// <summary>A group of the key exchange.</summary>
/// <param name="Code">The number.</param>
/// <param name="Name">The name.</param>
/// <param name="Kind"><c>Elliptic</c>, <c>FiniteField</c>, <c>MlKem</c> or <c>Hybrid</c> (a curve and ML-KEM or Kyber).</param>
/// <param name="Bits">The size; see the table.</param>
/// <param name="IsForTls12">TLS 1.2 and earlier have it.</param>
/// <param name="IsForTls13">TLS 1.3 has it.</param>
internal sealed record TlsGroup(int Code, string Name, string Kind, int Bits, bool IsForTls12, bool IsForTls13)
{
    public const int Secp256r1 = 23;
    public const int Secp384r1 = 24;
    public const int X25519 = 29;

    private static readonly Lazy<Dictionary<int, TlsGroup>> s_all = new(() => CatalogFile.Read("groups.tsv", 5)
        .Select(row => new TlsGroup(CatalogFile.Hex(row[0]), row[1], row[2], CatalogFile.Number(row[3]), row[4].Contains('2'),
            row[4].Contains('3')))
        .ToDictionary(group => group.Code));

    /// <summary>Every group that is known.</summary>
    public static IReadOnlyCollection<TlsGroup> All => s_all.Value.Values;

    /// <summary>A quantum computer does not break it, as far as is known.</summary>
    public bool IsPostQuantum => Kind is "MlKem" or "Hybrid";

    /// <summary>The group of a number; null when it is not known.</summary>
    public static TlsGroup? Find(int code) => s_all.Value.GetValueOrDefault(code);

    /// <summary>The name of a number; the number in hexadecimal when it is not known.</summary>
    public static string NameOf(int code) => Find(code)?.Name ?? $"0x{code:X4}";
}
