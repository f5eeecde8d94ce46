using System.Buffers;

namespace QSslCore;

/// <summary>
/// The headers of OpenSSL's traditional encrypted keys (RFC 1421, section 4.6), where they share a line with each other
/// and with the text.
/// </summary>
internal static class TraditionalHeaders
{
    private static readonly SearchValues<byte> s_digits = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    private static ReadOnlySpan<byte> First => "Proc-Type:"u8;

    private static ReadOnlySpan<byte> Second => "DEK-Info:"u8;

    /// <summary>Finds where both headers end.</summary>
    /// <param name="body">A block's body from its first character on.</param>
    /// <param name="first">The length of the first header, with what is between the two.</param>
    /// <param name="second">The length of the second one.</param>
    /// <returns>False where the headers have lines of their own, and where their end cannot be told.</returns>
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

        // Hexadecimal digits are base64, too: where no blank ends them, the cipher tells how many there are.
        int length = digits < value.Length && value[digits] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'
            ? digits
            : DigitsOf(header[Second.Length..comma].Trim(" \t"u8));
        if (length == 0 || length > digits)
            return false;
        (first, second) = (start, comma + 1 + length);
        return true;
    }

    /// <summary>Whether the headers stand on one line.</summary>
    public static bool AreJoined(ReadOnlySpan<byte> body)
    {
        int end = body.IndexOfAny((byte)'\r', (byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? body : body[..end];
        return line.StartsWith(First) && line.IndexOf(Second) >= 0;
    }

    /// <summary>How many digits write a cipher's first block down; 0 for an unknown cipher.</summary>
    private static int DigitsOf(ReadOnlySpan<byte> cipher)
    {
        if (cipher.StartsWith("AES-"u8) || cipher.StartsWith("CAMELLIA-"u8) || cipher.StartsWith("ARIA-"u8) || cipher.StartsWith("SEED-"u8))
            return 32;
        return cipher.StartsWith("DES-"u8) || cipher.StartsWith("BF-"u8) || cipher.StartsWith("RC2-"u8) || cipher.StartsWith("IDEA-"u8)
            || cipher.StartsWith("CAST5-"u8) ? 16 : 0;
    }
}
