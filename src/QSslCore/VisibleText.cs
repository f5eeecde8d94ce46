using System.Buffers;
using System.Globalization;
using System.Text;

namespace QSslCore;

/// <summary>
/// The one form in which text that others chose (a certificate, a peer, a proxy, the namer of a file) goes into a message or a view. It is
/// for the value alone and not for the whole message: line ends inside a value must not pass for those of the message.
/// </summary>
internal static class VisibleText
{
    private const int LineFeed = '\n';

    /// <summary>
    /// Replaces what cannot be seen by <c>\XX</c>, the bytes of its UTF-8: a name must not be able to steer the terminal
    /// that shows it, and one with a NUL inside must not look like another. That is each control, format, private and unassigned code
    /// point, each separator of lines and paragraphs, and each half of a surrogate pair.
    /// </summary>
    public static string Of(string text) => Replace(text, kept: -1);

    /// <summary>The same for a text of several lines that this library made: its line feeds are kept.</summary>
    public static string OfLines(string text) => Replace(text, LineFeed);

    private static string Replace(string text, int kept)
    {
        int position = 0;
        while (position < text.Length && Take(text, position, kept, out int length))
            position += length;
        if (position == text.Length)
            return text;

        StringBuilder visible = new(text, 0, position, text.Length + 16);
        while (position < text.Length)
        {
            if (Take(text, position, kept, out int length))
                visible.Append(text, position, length);
            else
                AppendBytes(visible, text, position, length);
            position += length;
        }
        return visible.ToString();
    }

    /// <summary>Looks at the code point at a position: true when it may be shown as it is.</summary>
    private static bool Take(string text, int position, int kept, out int length)
    {
        char first = text[position];
        length = 1;
        if (first is >= ' ' and <= '~')
            return true;
        if (Rune.DecodeFromUtf16(text.AsSpan(position), out Rune rune, out length) == OperationStatus.Done)
            return rune.Value == kept || !IsInvisible(rune);
        length = 1;
        return false;
    }

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static void AppendBytes(StringBuilder visible, string text, int position, int length)
    {
        Span<byte> bytes = stackalloc byte[4];
        int count;
        if (Rune.DecodeFromUtf16(text.AsSpan(position, length), out Rune rune, out _) == OperationStatus.Done)
        {
            count = rune.EncodeToUtf8(bytes);
        }
        else
        {
            // Half a pair has no UTF-8: these are the bytes that it would have.
            char half = text[position];
            bytes[0] = (byte)(0xE0 | (half >> 12));
            bytes[1] = (byte)(0x80 | ((half >> 6) & 0x3F));
            bytes[2] = (byte)(0x80 | (half & 0x3F));
            count = 3;
        }
        foreach (byte b in bytes[..count])
            visible.Append(CultureInfo.InvariantCulture, $"\\{b:X2}");
    }
}
