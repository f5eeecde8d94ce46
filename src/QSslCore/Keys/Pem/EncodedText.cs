using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace QSslCore;

/// <summary>
/// Certificates and keys in the forms of CI secrets, environment variables and JSON: PEM on one line, line ends as the two
/// characters <c>\n</c>, and the base64 of DER or of a PEM file without anything else.
/// </summary>
internal static class EncodedText
{
    private static readonly SearchValues<byte> s_base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"u8);

    private static readonly SearchValues<char> s_line =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    /// <summary>The characters that may surround text in JSON and YAML, and a byte order mark.</summary>
    private static ReadOnlySpan<byte> Surroundings => " \t\r\n\"',\uFEFF"u8;

    /// <summary>Converts data in one of these forms to the form that the readers accept: PEM with separate lines, or DER.</summary>
    /// <param name="data">The data.</param>
    /// <param name="format">The stated format. If the data was base64 without anything else, the format of the decoded data.</param>
    /// <param name="plain">The converted data, which may be a key. The caller clears it.</param>
    /// <returns>False if there is nothing to convert.</returns>
    public static bool TryUnfold(ReadOnlySpan<byte> data, ref EncodingFormat? format, out byte[] plain)
    {
        if (PemReader.LooksLikePem(data))
            return PemFolding.TryUnfold(data, out plain);
        if (!TryDecode(data, out plain))
            return false;
        bool isPem = PemReader.LooksLikePem(plain);
        format = isPem ? EncodingFormat.Pem : EncodingFormat.Der;
        if (!isPem || !PemFolding.TryUnfold(plain, out byte[] lines))
            return true;
        CryptographicOperations.ZeroMemory(plain);
        plain = lines;
        return true;
    }

    /// <inheritdoc cref="TryUnfold(ReadOnlySpan{byte}, ref EncodingFormat?, out byte[])"/>
    public static bool TryUnfold(ReadOnlySpan<byte> data, out byte[] plain)
    {
        EncodingFormat? format = null;
        return TryUnfold(data, ref format, out plain);
    }

    /// <summary>Whether the text is the base64 of DER, or of a PEM file.</summary>
    public static bool IsBase64(ReadOnlySpan<byte> data)
    {
        bool isOne = TryDecode(data, out byte[] plain);
        CryptographicOperations.ZeroMemory(plain);
        return isOne;
    }

    /// <summary>Whether the text may be the first of several lines with the base64 of DER.</summary>
    /// <param name="line">The line.</param>
    /// <param name="length">The total number of base64 characters.</param>
    public static bool IsBase64Start(ReadOnlySpan<char> line, out int length)
    {
        // Four bytes may encode the length in DER. A line of text that begins like that by chance is shorter than this.
        const int Shortest = 40;
        Span<byte> head = stackalloc byte[6];
        length = 0;
        if (line.Length < Shortest || line[0] != 'M' || !Convert.TryFromBase64Chars(line[..8], head, out _) || !IsBase64Line(line))
            return false;
        long whole = head[0] != DataKind.Sequence ? 0
            : head[1] < 0x80 ? head[1] + 2
            : head[1] == 0x81 ? head[2] + 3
            : head[1] == 0x82 ? ((head[2] << 8) | head[3]) + 4
            : head[1] == 0x83 ? ((head[2] << 16) | (head[3] << 8) | head[4]) + 5L
            : 0;
        length = (int)((whole + 2) / 3 * 4);
        return whole > 0;
    }

    /// <summary>Whether a line contains only base64.</summary>
    public static bool IsBase64Line(ReadOnlySpan<char> line) =>
        !line.IsEmpty && line.IndexOfAnyExcept(s_line) < 0;

    private static bool TryDecode(ReadOnlySpan<byte> data, out byte[] plain)
    {
        plain = [];
        ReadOnlySpan<byte> text = data.TrimStart(Surroundings);
        // The base64 of a DER sequence begins with the first text, that of "-----BEGIN" with the second.
        if (!text.StartsWith("M"u8) && !text.StartsWith("LS0tLS1"u8))
            return false;
        byte[] lines = text.ToArray();
        byte[] decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(lines.Length)];
        try
        {
            PemFolding.ReplaceWrittenLineEnds(lines);
            ReadOnlySpan<byte> body = lines.AsSpan().TrimEnd(Surroundings);
            if (body.IndexOfAnyExcept(s_base64) >= 0
                || Base64.DecodeFromUtf8(body, decoded, out _, out int written) != OperationStatus.Done
                || !(PemReader.LooksLikePem(decoded.AsSpan(0, written)) || IsSequence(decoded.AsSpan(0, written))))
            {
                return false;
            }

            plain = decoded[..written];
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(lines);
            CryptographicOperations.ZeroMemory(decoded);
        }
    }

    private static bool IsSequence(ReadOnlySpan<byte> der) => !der.IsEmpty && DataKind.ElementLength(der) is not null;
}
