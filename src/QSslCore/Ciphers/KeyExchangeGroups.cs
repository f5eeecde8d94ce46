namespace QSslCore;

/// <summary>The groups that TLS has numbers for (IANA's registry of supported groups), and how large they are.</summary>
internal static class KeyExchangeGroups
{
    /// <summary>By number. The size of a curve is that of its order, of a finite field that of its prime, of a hybrid that of its
    /// curve.</summary>
    private static readonly Dictionary<int, (string Name, int Bits, bool IsFiniteField)> s_groups = new()
    {
        [1] = ("sect163k1", 163, false), [2] = ("sect163r1", 162, false), [3] = ("sect163r2", 163, false), [4] = ("sect193r1", 193, false),
        [5] = ("sect193r2", 193, false), [6] = ("sect233k1", 232, false), [7] = ("sect233r1", 233, false), [8] = ("sect239k1", 238, false),
        [9] = ("sect283k1", 281, false), [10] = ("sect283r1", 282, false), [11] = ("sect409k1", 407, false),
            [12] = ("sect409r1", 409, false),
        [13] = ("sect571k1", 570, false), [14] = ("sect571r1", 570, false), [15] = ("secp160k1", 161, false),
            [16] = ("secp160r1", 161, false),
        [17] = ("secp160r2", 161, false), [18] = ("secp192k1", 192, false), [19] = ("secp192r1", 192, false),
            [20] = ("secp224k1", 225, false),
        [21] = ("secp224r1", 224, false), [22] = ("secp256k1", 256, false), [23] = ("secp256r1", 256, false),
            [24] = ("secp384r1", 384, false),
        [25] = ("secp521r1", 521, false), [26] = ("brainpoolP256r1", 256, false), [27] = ("brainpoolP384r1", 384, false),
        [28] = ("brainpoolP512r1", 512, false), [29] = ("x25519", 253, false), [30] = ("x448", 446, false),
        [31] = ("brainpoolP256r1tls13", 256, false), [32] = ("brainpoolP384r1tls13", 384, false),
            [33] = ("brainpoolP512r1tls13", 512, false),
        [41] = ("curveSM2", 256, false), [256] = ("ffdhe2048", 2048, true), [257] = ("ffdhe3072", 3072, true),
            [258] = ("ffdhe4096", 4096, true),
        [259] = ("ffdhe6144", 6144, true), [260] = ("ffdhe8192", 8192, true), [4587] = ("SecP256r1MLKEM768", 256, false),
        [4588] = ("X25519MLKEM768", 253, false), [4589] = ("SecP384r1MLKEM1024", 384, false), [4590] = ("curveSM2MLKEM768", 256, false),
        [512] = ("MLKEM512", 256, false), [513] = ("MLKEM768", 384, false), [514] = ("MLKEM1024", 512, false),
    };

    private static readonly Dictionary<string, (int Bits, bool IsFiniteField)> s_names = Names();

    /// <summary>The name of a group; its number in words where it is not known.</summary>
    public static string NameOf(int number) => s_groups.TryGetValue(number, out (string Name, int, bool) group)
        ? group.Name
        : $"0x{number:X4}";

    /// <summary>How large a group is, in bits, and whether it is a finite field; null when the name is not known.</summary>
    /// <param name="name">A name of TLS, of OpenSSL or of NIST, in any case.</param>
    public static (int Bits, bool IsFiniteField)? SizeOf(string name) => s_names.TryGetValue(name, out (int, bool) size) ? size : null;

    private static Dictionary<string, (int, bool)> Names()
    {
        Dictionary<string, (int, bool)> names = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, int bits, bool isFiniteField) in s_groups.Values)
            names[name] = (bits, isFiniteField);
        foreach ((string other, string name) in new[]
        {
            ("prime192v1", "secp192r1"), ("P-192", "secp192r1"), ("P-224", "secp224r1"), ("prime256v1", "secp256r1"),
                ("P-256", "secp256r1"),
            ("P-384", "secp384r1"), ("P-521", "secp521r1"),
        })
        {
            names[other] = names[name];
        }
        return names;
    }
}
