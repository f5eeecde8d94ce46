using QSslCore.Probing.Catalog;

namespace QSslCore.Probing.Weaknesses.Keys;

/// <summary>Keys whose private half is printed in an RFC, or lies in the tests of well-known software.</summary>
internal static class PublishedKeys
{
    private static readonly Lazy<Dictionary<string, string>> s_known = new(() =>
        CatalogFile.Read("keys.tsv", 2).ToDictionary(row => row[0], row => row[1]));

    /// <summary>Where a key is published; null for others.</summary>
    /// <param name="fingerprint">SHA-256 of its SubjectPublicKeyInfo, in upper-case hexadecimal digits.</param>
    public static string? Find(string fingerprint) => s_known.Value.GetValueOrDefault(fingerprint);
}
