using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>Suites as profiles show them.</summary>
internal static class ProfileCiphers
{
    private const int MinFieldBits = 2048;
    private const int MinCurveBits = 224;

    /// <summary>A suite, with the key exchange that came with it.</summary>
    public static SslProfileCipher Of(int code, ServerKeyExchange? exchange)
    {
        TlsSuite? suite = TlsSuite.Find(code);
        if (suite is null)
            return new() { Name = $"0x{code:X4}", Code = code, Grade = "Weak" };
        TlsGroup? group = exchange is { Group: >= 0 } ? TlsGroup.Find(exchange.Group) : null;
        int bits = group?.Bits ?? exchange?.PrimeBits ?? 0;
        bool isShort = bits > 0 && bits < (group is { Kind: not "FiniteField" } ? MinCurveBits : MinFieldBits);
        return new()
        {
            Name = suite.Name,
            OpenSslName = suite.OpenSslName,
            Code = code,
            KeyExchange = suite.KeyExchange,
            Authentication = suite.Authentication,
            Encryption = suite.Encryption,
            Bits = suite.Bits,
            Mac = suite.Mac,
            Group = exchange is { Group: >= 0 } ? TlsGroup.NameOf(exchange.Group) : "",
            KeyBits = bits,
            Grade = isShort && suite.Grade != "Broken" ? "Weak" : suite.Grade,
            Weak = isShort ? [.. suite.Weaknesses, "ShortKey"] : [.. suite.Weaknesses],
        };
    }
}
