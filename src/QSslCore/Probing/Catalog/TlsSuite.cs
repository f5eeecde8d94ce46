using System.Collections.Concurrent;

namespace QSslCore.Probing.Catalog;

/// <summary>A cipher suite: its number, its names, its parts, and what is wrong with it.</summary>
/// <param name="Code">The number; three bytes for SSL 2.0.</param>
/// <param name="Name">IANA's name.</param>
/// <param name="OpenSslName">OpenSSL's name; empty where it has none.</param>
/// <param name="Since">The first version that has it.</param>
/// <param name="KeyExchange">RSA, DHE, ECDHE, DH and ECDH (lasting keys), PSK and its kinds, any (TLS 1.3).</param>
/// <param name="Authentication">RSA, ECDSA, DSS, PSK, None, any (TLS 1.3).</param>
/// <param name="Encryption">AESGCM, AES (CBC), 3DES, RC4, None.</param>
/// <param name="Bits">The bits of the cipher's key.</param>
/// <param name="Mac">The hash of the record's authentication; AEAD where the cipher authenticates by itself.</param>
/// <param name="IsExport">The keys were made weak on purpose.</param>
internal sealed record TlsSuite(int Code, string Name, string OpenSslName, int Since, string KeyExchange, string Authentication,
    string Encryption, int Bits, string Mac, bool IsExport)
{
    private static readonly Lazy<Dictionary<int, TlsSuite>> s_all = new(Load);

    /// <summary>The suites of each version. Every hello asks for them.</summary>
    private static readonly ConcurrentDictionary<int, IReadOnlyList<TlsSuite>> s_ofVersion = [];

    /// <summary>Every suite that is known, signalling values left out.</summary>
    public static IReadOnlyCollection<TlsSuite> All => s_all.Value.Values;

    /// <summary>What a handshake agrees on keys with is not kept: an attacker who gets the server's key later reads nothing.</summary>
    public bool HasForwardSecrecy => KeyExchange is "any" or "DHE" or "ECDHE" or "DHE_PSK" or "ECDHE_PSK" or "SRP" or "CECPQ1";

    /// <summary>A cipher in CBC mode, with its MAC apart.</summary>
    public bool IsCbc => Encryption is "AES" or "3DES" or "DES" or "IDEA" or "SEED" or "Camellia" or "ARIA" or "RC2";

    /// <summary>The key exchange is in a finite field, with ephemeral keys.</summary>
    public bool IsFiniteField => KeyExchange is "DHE" or "DHE_PSK";

    /// <summary>The key exchange is on a curve, with ephemeral keys.</summary>
    public bool IsElliptic => KeyExchange is "ECDHE" or "ECDHE_PSK";

    /// <summary>No side is authenticated.</summary>
    public bool IsAnonymous => Authentication == "None";

    /// <summary>What is wrong with it, the worst first: <c>NULL</c>, <c>Anonymous</c>, <c>Export</c>, <c>RC4</c>, <c>RC2</c>, <c>DES</c>,
    /// <c>MD5</c>, <c>SmallBlocks</c>, <c>NoForwardSecrecy</c>, <c>CBC</c>, <c>SHA1</c>, <c>Draft</c>; empty for a good one.</summary>
    public IReadOnlyList<string> Weaknesses => field ??= [.. Judge()];

    /// <summary><c>Broken</c>, <c>Weak</c>, <c>Acceptable</c> or <c>Good</c>.</summary>
    public string Grade => Weaknesses switch
    {
        [] => "Good",
        _ when Weaknesses.Any(w => w is "NULL" or "Anonymous" or "Export" or "RC4" or "RC2" or "DES" or "MD5") => "Broken",
        _ when Weaknesses.Any(w => w is "SmallBlocks" or "NoForwardSecrecy") => "Weak",
        _ => "Acceptable",
    };

    /// <summary>The suite of a number; null when it is not known.</summary>
    public static TlsSuite? Find(int code) => s_all.Value.GetValueOrDefault(code);

    /// <summary>The suites that a version may agree on, the strongest first.</summary>
    /// <param name="version">The version on the wire.</param>
    public static IReadOnlyList<TlsSuite> Of(int version) => s_ofVersion.GetOrAdd(version, Select);

    private static IReadOnlyList<TlsSuite> Select(int version) =>
    [
        .. All.Where(suite => version switch
        {
            TlsVersion.Ssl2 => suite.Since == TlsVersion.Ssl2,
            TlsVersion.Tls13 => suite.Since == TlsVersion.Tls13,
            _ => suite.Since is >= TlsVersion.Ssl3 and < TlsVersion.Tls13 && suite.Since <= version && suite.Code != 0,
        }).OrderBy(Rank).ThenByDescending(suite => suite.Bits),
    ];

    private static int Rank(TlsSuite suite) => suite.Grade switch
    {
        "Good" => 0,
        "Acceptable" => 1,
        "Weak" => 2,
        _ => 3,
    };

    private IEnumerable<string> Judge()
    {
        if (Encryption == "None")
            yield return "NULL";
        if (IsAnonymous)
            yield return "Anonymous";
        if (IsExport)
            yield return "Export";
        if (Encryption is "RC4" or "RC2" or "DES")
            yield return Encryption;
        if (Mac == "MD5")
            yield return "MD5";
        if (Encryption is "3DES" or "IDEA" or "GOST")
            yield return "SmallBlocks";
        if (!HasForwardSecrecy)
            yield return "NoForwardSecrecy";
        if (IsCbc)
            yield return "CBC";
        if (Mac == "SHA1")
            yield return "SHA1";
        if (Name.EndsWith("_OLD", StringComparison.Ordinal))
            yield return "Draft";
    }

    private static Dictionary<int, TlsSuite> Load() => CatalogFile.Read("suites.tsv", 10).Select(row => new TlsSuite(
        CatalogFile.Hex(row[0]), row[1], row[2], VersionOf(row[3]), row[4], row[5], row[6], CatalogFile.Number(row[7]), row[8],
        row[9].Length > 0))
        // SSL_CK_NULL_WITH_MD5 has the number of TLS_NULL_WITH_NULL_NULL, and neither is offered by TLS.
        .DistinctBy(suite => suite.Code).ToDictionary(suite => suite.Code);

    private static int VersionOf(string name) => name switch
    {
        "SSLv2" => TlsVersion.Ssl2,
        "SSLv3" => TlsVersion.Ssl3,
        "TLSv1" => TlsVersion.Tls10,
        "TLSv1.2" => TlsVersion.Tls12,
        "TLSv1.3" => TlsVersion.Tls13,
        _ => throw new InvalidOperationException($"'{name}' is not a version."),
    };
}
