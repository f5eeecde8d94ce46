namespace QSslCore;

/// <summary>What a cipher suite is made of, by its number in IANA's registry, so that it is the same with every TLS library.</summary>
/// <param name="Exchange">How keys are agreed on.</param>
/// <param name="IsAnonymous">No side is authenticated.</param>
/// <param name="IsExport">The keys were made weak on purpose.</param>
/// <param name="Bulk">The cipher, such as AES_256_GCM, 3DES_EDE_CBC; NULL for none.</param>
/// <param name="Mac">The hash of the record's authentication, such as SHA; empty for a cipher that authenticates by itself.</param>
internal sealed record CipherSuiteFacts(KeyExchangeKind Exchange, bool IsAnonymous, bool IsExport, string Bulk, string Mac)
{
    /// <summary>Nothing is encrypted.</summary>
    public bool IsNull => Bulk == "NULL";

    /// <summary>The cipher, or the hash that authenticates, can be broken in practice: RC2, RC4, DES, MD5.</summary>
    public bool IsBroken => Bulk.StartsWith("RC2", StringComparison.Ordinal) || Bulk.StartsWith("RC4", StringComparison.Ordinal)
        || Bulk.StartsWith("DES", StringComparison.Ordinal) || Mac == "MD5";

    /// <summary>Blocks of 64 bits, which repeat within the data of a day (SWEET32): 3DES, IDEA.</summary>
    public bool HasSmallBlocks => Bulk.StartsWith("3DES", StringComparison.Ordinal) || Bulk.StartsWith("IDEA", StringComparison.Ordinal);

    /// <summary>CBC with HMAC-SHA-1.</summary>
    public bool IsCbcWithSha1 => Bulk.Contains("CBC", StringComparison.Ordinal) && Mac == "SHA";

    /// <summary>What was recorded stays secret when a key of the server's gets known later.</summary>
    public bool HasForwardSecrecy => Exchange != KeyExchangeKind.Lasting;

    /// <summary>The facts about a suite; null when it is not in the registry.</summary>
    public static CipherSuiteFacts? Of(int number) => number is >= 0 and <= ushort.MaxValue
        && CipherSuiteRegistry.NameOf((ushort)number) is { } name ? Parse(name) : null;

    /// <summary>The facts about a suite; null when it is not in the registry.</summary>
    public static CipherSuiteFacts? Of(QSslCipher cipher)
    {
        // Integrity alone, for TLS 1.3 (RFC 9150).
        if (cipher.IanaName is "TLS_SHA256_SHA256" or "TLS_SHA384_SHA384")
            return new(KeyExchangeKind.Separate, IsAnonymous: false, IsExport: false, "NULL", cipher.IanaName[^6..]);
        return CipherSuiteRegistry.Has(cipher.IanaName) ? Parse(cipher.IanaName) : null;
    }

    private static CipherSuiteFacts Parse(string name)
    {
        (string exchange, string rest) = CipherSuiteName.Parse(name);
        int last = rest.LastIndexOf('_');
        bool hasMac = rest.Contains("CBC", StringComparison.Ordinal) || rest.StartsWith("RC4", StringComparison.Ordinal)
            || rest.StartsWith("NULL", StringComparison.Ordinal);
        string bulk = hasMac ? rest[..last] : rest;
        return new(
            KindOf(exchange), exchange.EndsWith("_anon", StringComparison.Ordinal) || exchange is "NULL"
                || exchange.Contains("_anon_", StringComparison.Ordinal),
            exchange.Contains("EXPORT", StringComparison.Ordinal), bulk.StartsWith("NULL", StringComparison.Ordinal) ? "NULL"
                : bulk, hasMac ? rest[(last + 1)..] : "");
    }

    private static KeyExchangeKind KindOf(string exchange) => exchange switch
    {
        "" => KeyExchangeKind.Separate,
        _ when exchange.StartsWith("ECDHE_", StringComparison.Ordinal) || exchange.StartsWith("ECDH_anon", StringComparison.Ordinal) =>
            KeyExchangeKind.EllipticCurve,
        _ when exchange.StartsWith("DHE_", StringComparison.Ordinal) || exchange.StartsWith("DH_anon", StringComparison.Ordinal) =>
            KeyExchangeKind.FiniteField,
        _ when exchange.StartsWith("SRP_", StringComparison.Ordinal) || exchange.StartsWith("ECCPWD", StringComparison.Ordinal) =>
            KeyExchangeKind.Password,
        _ => KeyExchangeKind.Lasting,
    };
}
