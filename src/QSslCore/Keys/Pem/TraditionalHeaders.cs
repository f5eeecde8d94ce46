using System.Buffers;

namespace QSslCore;

/// <summary>
/// The headers of OpenSSL's traditional encrypted keys (RFC 1421, section 4.6), if they share a line with each other and with the text.
/// </summary>
internal static class TraditionalHeaders
{
    private static readonly SearchValues<byte> s_digits = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    private static ReadOnlySpan<byte> First => "Proc-Type:"u8;

    private static ReadOnlySpan<byte> Second => "DEK-Info:"u8;

    /// <summary>Finds the ends of both headers.</summary>
    /// <param name="body">A block's body from its first character on.</param>
    /// <param name="first">The length of the first header, including the text between the headers.</param>
    /// <param name="second">The length of the second header.</param>
    /// <returns>False if the headers are on their own lines, or their end cannot be determined.</returns>
    public static bool TryFind(ReadOnlySpan<byte> body, out int first, out int second)
    {
        (first, second) = (0, 0);
        if (!AreJoined(body))
            return false;
        int start = body.IndexOf(Second);
        ReadOnlySpan<byte> header = body[start..];
        int comma = header.IndexOf((byte)',');
        if (comma < 0)
            return false;
        ReadOnlySpan<byte> value = header[(comma + 1)..];
        int digits = value.IndexOfAnyExcept(s_digits) is var other && other < 0 ? value.Length : other;

        // Hexadecimal digits are also base64. If no blank follows them, their number depends on the cipher.
        int length = digits < value.Length && value[digits] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'
            ? digits
            : DigitsOf(header[Second.Length..comma].Trim(" \t"u8));
        if (length == 0 || length > digits)
            return false;
        (first, second) = (start, comma + 1 + length);
        return true;
    }

    /// <summary>Whether the headers are on one line.</summary>
    public static bool AreJoined(ReadOnlySpan<byte> body)
    {
        int end = body.IndexOfAny((byte)'\r', (byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? body : body[..end];
        return line.StartsWith(First) && line.IndexOf(Second) >= 0;
    }

    /// <summary>Returns the number of hexadecimal digits of one block of a cipher; 0 for an unknown cipher.</summary>
    private static int DigitsOf(ReadOnlySpan<byte> cipher)
    {
        if (cipher.StartsWith("AES-"u8) || cipher.StartsWith("CAMELLIA-"u8) || cipher.StartsWith("ARIA-"u8) || cipher.StartsWith("SEED-"u8))
            return 32;
        return cipher.StartsWith("DES-"u8) || cipher.StartsWith("BF-"u8) || cipher.StartsWith("RC2-"u8) || cipher.StartsWith("IDEA-"u8)
            || cipher.StartsWith("CAST5-"u8) ? 16 : 0;
    }
}
