namespace QSslCore.Probing.Catalog;

/// <summary>The extensions of hellos.</summary>
internal static class TlsExtensionType
{
    public const int ServerName = 0;
    public const int StatusRequest = 5;
    public const int SupportedGroups = 10;
    public const int PointFormats = 11;
    public const int SignatureAlgorithms = 13;
    public const int Heartbeat = 15;
    public const int Alpn = 16;
    public const int SignedCertificateTimestamp = 18;
    public const int Padding = 21;
    public const int EncryptThenMac = 22;
    public const int ExtendedMasterSecret = 23;
    public const int SessionTicket = 35;
    public const int PreSharedKey = 41;
    public const int EarlyData = 42;
    public const int SupportedVersions = 43;
    public const int Cookie = 44;
    public const int PskKeyExchangeModes = 45;
    public const int CertificateAuthorities = 47;
    public const int KeyShare = 51;
    public const int RenegotiationInfo = 0xFF01;

    private static readonly Lazy<Dictionary<int, string>> s_names = new(() => CatalogFile.Read("extensions.tsv", 2)
        .ToDictionary(row => CatalogFile.Hex(row[0]), row => row[1]));

    /// <summary>IANA's name; the number in hexadecimal when it is not known.</summary>
    public static string NameOf(int code) => s_names.Value.GetValueOrDefault(code) ?? $"0x{code:X4}";
}
