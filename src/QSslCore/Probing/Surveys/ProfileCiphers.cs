using QSslCore.Probing.Catalog;
using QSslCore.Probing.Messages;

namespace QSslCore.Probing.Surveys;

/// <summary>Suites as profiles show them.</summary>
internal static class ProfileCiphers
{
    private const int MinFieldBits = 2048;
    private const int MinCurveBits = 224;

    /// <summary>A suite, with what came with it.</summary>
    /// <param name="code">The number.</param>
    /// <param name="answer">The answer that chose it; null where there is none of its own.</param>
    public static SslProfileCipher Of(int code, ServerAnswer? answer)
    {
        ServerKeyExchange? exchange = answer?.KeyExchange;
        TlsSuite? suite = TlsSuite.Find(code);
        if (suite is null)
            return new() { Name = $"0x{code:X4}", Code = code, Grade = "Weak" };
        TlsGroup? group = exchange is { Group: >= 0 } ? TlsGroup.Find(exchange.Group) : null;
        int bits = group?.Bits ?? exchange?.PrimeBits ?? (suite.KeyExchange is "RSA" or "RSA_PSK" ? KeyBits(answer) : 0);
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

    /// <summary>The size of the key in the certificate, which the secret is encrypted for.</summary>
    private static int KeyBits(ServerAnswer? answer) => answer?.Certificates is [{ } first, ..]
        && CertificateReader.Read(first, EncodingFormat.Der).Certificates is [{ } certificate, ..]
        ? Math.Max(0, certificate.PublicKey.Length)
        : 0;
}
