using System.Globalization;
using System.Net.Security;

namespace QSslCore.Tls.Platform;

/// <summary>Cipher suites of IANA's registry as values, with OpenSSL's names, which are in common use.</summary>
internal static class SuiteNames
{
    private static readonly string[][] s_keyExchanges = [["ECDHE_ECDSA", "ECDHE_RSA", "DHE_RSA"], ["RSA"]];
    private static readonly string[] s_newBulk = ["AES_256_GCM_SHA384", "CHACHA20_POLY1305_SHA256", "AES_128_GCM_SHA256"];
    private static readonly string[] s_oldBulk = ["AES_256_CBC_SHA384", "AES_256_CBC_SHA256", "AES_128_CBC_SHA256", "AES_256_CBC_SHA",
        "AES_128_CBC_SHA"];

    /// <summary>The suites to offer, in order of preference: the current ones that authenticate the server.</summary>
    public static IReadOnlyList<QSslCipher> Common { get; } = [.. Preferred().Select(ToCipher)];

    /// <summary>Returns the value of a suite. A suite that is not in the registry has only its number; a peer may name such a
    /// suite.</summary>
    public static QSslCipher ToCipher(TlsCipherSuite suite)
    {
        if (CipherSuiteRegistry.NameOf((ushort)suite) is not { } iana)
        {
            string number = $"0x{((ushort)suite).ToString("X4", CultureInfo.InvariantCulture)}";
            return new QSslCipher { Name = number, IanaName = number };
        }
        CipherSuiteName name = CipherSuiteName.Parse(iana);
        bool isTls13 = name.IsForTls13;
        string[] method = isTls13 ? [] : name.Exchange.Split('_');
        string[] rest = name.Protection.Split('_');
        bool isChaCha = rest[0] == "CHACHA20";
        int bits = isChaCha ? 256 : rest.Select(Number).FirstOrDefault(n => n > 0);
        SslProtocol protocol = isTls13 ? SslProtocol.TlsV1_3 : rest[^1] == "SHA" ? SslProtocol.UnknownProtocol : SslProtocol.TlsV1_2;
        return new QSslCipher
        {
            Name = isTls13 ? iana : OpenSslName(method, rest, isChaCha),
            IanaName = iana,
            Protocol = OldestOf(protocol, method),
            ProtocolString = ProtocolText(protocol, method),
            SupportedBits = bits,
            UsedBits = bits,
            KeyExchangeMethod = isTls13 ? "any" : method[0] switch { "ECDHE" => "ECDH", "DHE" => "DH", _ => method[0] },
            AuthenticationMethod = isTls13 ? "any" : method[^1],
            EncryptionMethod = isChaCha
                ? "CHACHA20/POLY1305(256)"
                : $"{rest[0]}{(rest.Contains("CBC") ? "" : rest.ElementAtOrDefault(2))}({bits})",
        };
    }

    /// <summary>Returns the suite of a value; null if its name is not in the registry.</summary>
    public static TlsCipherSuite? FromCipher(QSslCipher cipher) => (TlsCipherSuite?)CipherSuiteRegistry.NumberOf(cipher.IanaName);

    /// <summary>Returns the suite with IANA's number.</summary>
    public static QSslCipher FromNumber(int number) => ToCipher((TlsCipherSuite)number);

    /// <summary>Returns IANA's number of a suite; null if its name is not in the registry.</summary>
    public static int? NumberOf(QSslCipher cipher) => (int?)FromCipher(cipher);

    private static IEnumerable<TlsCipherSuite> Preferred() =>
        from name in s_newBulk.Select(bulk => new CipherSuiteName("", bulk)).Concat(
            from exchanges in s_keyExchanges
            from bulk in s_newBulk.Concat(s_oldBulk)
            from exchange in exchanges
            select new CipherSuiteName(exchange, bulk))
        let number = CipherSuiteRegistry.NumberOf(name.ToString())
        where number is not null
        select (TlsCipherSuite)number.Value;

    private static string OpenSslName(string[] method, string[] rest, bool isChaCha)
    {
        List<string> parts = method is ["RSA"] ? [] : [.. method];
        parts.AddRange(isChaCha
            ? ["CHACHA20", "POLY1305"]
            : [rest[0] + rest[1], .. rest[2..].Where(part => part != "CBC")]);
        return string.Join('-', parts);
    }

    /// <summary>Suites with a SHA-1 MAC are older than TLS 1.2. Those with elliptic curves came with TLS 1.0, the others before.</summary>
    private static string ProtocolText(SslProtocol protocol, string[] method) => protocol switch
    {
        SslProtocol.TlsV1_3 => "TLSv1.3",
        SslProtocol.TlsV1_2 => "TLSv1.2",
        _ => method[0] == "ECDHE" ? "TLSv1.0" : "SSLv3",
    };

    private static SslProtocol OldestOf(SslProtocol protocol, string[] method) =>
        protocol == SslProtocol.UnknownProtocol && method[0] == "ECDHE" ? SslProtocol.TlsV1_0 : protocol;

    private static int Number(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : 0;
}
