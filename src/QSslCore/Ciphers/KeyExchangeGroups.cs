namespace QSslCore;

/// <summary>The groups with a number in TLS (IANA's registry of supported groups), with their sizes and all their names.</summary>
internal static class KeyExchangeGroups
{
    private static readonly KeyExchangeGroup[] s_groups =
    [
        new(1, "sect163k1", 163), new(2, "sect163r1", 162), new(3, "sect163r2", 163), new(4, "sect193r1", 193),
        new(5, "sect193r2", 193), new(6, "sect233k1", 232), new(7, "sect233r1", 233), new(8, "sect239k1", 238),
        new(9, "sect283k1", 281), new(10, "sect283r1", 282), new(11, "sect409k1", 407), new(12, "sect409r1", 409),
        new(13, "sect571k1", 570), new(14, "sect571r1", 570), new(15, "secp160k1", 161), new(16, "secp160r1", 161),
        new(17, "secp160r2", 161), new(18, "secp192k1", 192),
        new(19, "secp192r1", 192, LibraryName: "prime192v1", NistName: "P-192"), new(20, "secp224k1", 225),
        new(21, "secp224r1", 224, NistName: "P-224"), new(22, "secp256k1", 256),
        new(23, "secp256r1", 256, LibraryName: "prime256v1", NistName: "P-256"), new(24, "secp384r1", 384, NistName: "P-384"),
        new(25, "secp521r1", 521, NistName: "P-521"), new(26, "brainpoolP256r1", 256), new(27, "brainpoolP384r1", 384),
        new(28, "brainpoolP512r1", 512), new(29, "x25519", 253), new(30, "x448", 446), new(31, "brainpoolP256r1tls13", 256),
        new(32, "brainpoolP384r1tls13", 384), new(33, "brainpoolP512r1tls13", 512), new(41, "curveSM2", 256),
        new(256, "ffdhe2048", 2048, IsFiniteField: true), new(257, "ffdhe3072", 3072, IsFiniteField: true),
        new(258, "ffdhe4096", 4096, IsFiniteField: true), new(259, "ffdhe6144", 6144, IsFiniteField: true),
        new(260, "ffdhe8192", 8192, IsFiniteField: true), new(4587, "SecP256r1MLKEM768", 256), new(4588, "X25519MLKEM768", 253),
        new(4589, "SecP384r1MLKEM1024", 384), new(4590, "curveSM2MLKEM768", 256), new(512, "MLKEM512", 256),
        new(513, "MLKEM768", 384), new(514, "MLKEM1024", 512),
    ];

    private static readonly Dictionary<int, KeyExchangeGroup> s_byNumber = s_groups.ToDictionary(group => group.Number);

    private static readonly Dictionary<string, KeyExchangeGroup> s_byName = ByName();

    /// <summary>The OpenSSL names of the curves with a number in TLS (RFC 8422, section 5.1.1, and RFC 7027).</summary>
    public static IEnumerable<string> NamedCurves => s_groups.Where(group => group.IsNamedCurve).Select(group => group.ShortName);

    /// <summary>Returns the name of a group, or its number in hexadecimal if the group is not known.</summary>
    public static string NameOf(int number) => s_byNumber.TryGetValue(number, out KeyExchangeGroup? group) ? group.Name : $"0x{number:X4}";

    /// <summary>Returns the size of a group in bits, and whether it is a finite field; null if the name is not known.</summary>
    /// <param name="name">A name of TLS, OpenSSL or NIST, in any case.</param>
    public static (int Bits, bool IsFiniteField)? SizeOf(string name) =>
        s_byName.TryGetValue(name, out KeyExchangeGroup? group) ? (group.Bits, group.IsFiniteField) : null;

    /// <summary>
    /// Returns the OpenSSL name of a curve with a different name in TLS (RFC 8422, appendix A), or any other name unchanged.
    /// </summary>
    /// <param name="name">A name. The comparison is case-sensitive.</param>
    public static string ShortNameOf(string name) =>
        s_groups.FirstOrDefault(group => group.LibraryName.Length > 0 && group.Name == name)?.LibraryName ?? name;

    private static Dictionary<string, KeyExchangeGroup> ByName()
    {
        Dictionary<string, KeyExchangeGroup> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyExchangeGroup group in s_groups)
        {
            foreach (string name in new[] { group.Name, group.LibraryName, group.NistName }.Where(name => name.Length > 0))
                names[name] = group;
        }
        return names;
    }
}
