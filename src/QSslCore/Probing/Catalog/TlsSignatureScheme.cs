namespace QSslCore.Probing.Catalog;

/// <summary>A signature scheme.</summary>
/// <param name="Code">The number.</param>
/// <param name="Name">IANA's name.</param>
/// <param name="Key">The kind of key: <c>RSA</c>, <c>RSA-PSS</c>, <c>ECDSA</c>, <c>EdDSA</c>, <c>DSA</c>, <c>SM2</c>,
/// <c>ML-DSA</c>.</param>
/// <param name="Hash">The hash.</param>
/// <param name="IsForTls12">TLS 1.2 may sign with it.</param>
/// <param name="IsForTls13">TLS 1.3 may sign handshakes with it.</param>
internal sealed record TlsSignatureScheme(int Code, string Name, string Key, string Hash, bool IsForTls12, bool IsForTls13)
{
    private static readonly Lazy<Dictionary<int, TlsSignatureScheme>> s_all = new(() => CatalogFile.Read("schemes.tsv", 5)
        .Select(row => new TlsSignatureScheme(CatalogFile.Hex(row[0]), row[1], row[2], row[3], row[4].Contains('2'), row[4].Contains('3')))
        .ToDictionary(scheme => scheme.Code));

    /// <summary>Every scheme that is known.</summary>
    public static IReadOnlyCollection<TlsSignatureScheme> All => s_all.Value.Values;

    /// <summary>The scheme of a number; null when it is not known.</summary>
    public static TlsSignatureScheme? Find(int code) => s_all.Value.GetValueOrDefault(code);

    /// <summary>The name of a number; the number in hexadecimal when it is not known.</summary>
    public static string NameOf(int code) => Find(code)?.Name ?? $"0x{code:X4}";
}
