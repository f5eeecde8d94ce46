namespace QSslCore;

/// <summary>The components of a cipher suite, by its number in IANA's registry. They are the same for every TLS library.</summary>
/// <param name="Exchange">The kind of key exchange.</param>
/// <param name="IsAnonymous">Whether no side is authenticated.</param>
/// <param name="IsExport">Whether the keys are intentionally weak.</param>
/// <param name="Bulk">The cipher, such as AES_256_GCM or 3DES_EDE_CBC; NULL for none.</param>
/// <param name="Mac">The hash of the record authentication, such as SHA; empty for an authenticated cipher.</param>
internal sealed record CipherSuiteFacts(KeyExchangeKind Exchange, bool IsAnonymous, bool IsExport, string Bulk, string Mac)
{
    /// <summary>Whether the suite does not encrypt.</summary>
    public bool IsNull => Bulk == "NULL";

    /// <summary>Whether the cipher or the authenticating hash is broken in practice: RC2, RC4, DES, MD5.</summary>
    public bool IsBroken => Bulk.StartsWith("RC2", StringComparison.Ordinal) || Bulk.StartsWith("RC4", StringComparison.Ordinal)
        || Bulk.StartsWith("DES", StringComparison.Ordinal) || Mac == "MD5";

    /// <summary>Whether the cipher has blocks of 64 bits, which repeat within the data of a day (SWEET32): 3DES, IDEA.</summary>
    public bool HasSmallBlocks => Bulk.StartsWith("3DES", StringComparison.Ordinal) || Bulk.StartsWith("IDEA", StringComparison.Ordinal);

    /// <summary>Whether the suite uses CBC with HMAC-SHA-1.</summary>
    public bool IsCbcWithSha1 => Bulk.Contains("CBC", StringComparison.Ordinal) && Mac == "SHA";

    /// <summary>Whether recorded data stays secret if the key of the server becomes known later.</summary>
    public bool HasForwardSecrecy => Exchange != KeyExchangeKind.Lasting;

    /// <summary>Returns the facts about a suite, or null if it is not in the registry.</summary>
    public static CipherSuiteFacts? Of(int number) => number is >= 0 and <= ushort.MaxValue
        && CipherSuiteRegistry.NameOf((ushort)number) is { } name ? Parse(name) : null;

    /// <summary>Returns the facts about a suite, or null if it is not in the registry.</summary>
    public static CipherSuiteFacts? Of(QSslCipher cipher)
    {
        // Suites for TLS 1.3 that provide only integrity (RFC 9150).
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
