using System.Globalization;
using System.Text;

namespace QSslCore;

/// <summary>Text out of a certificate, made fit for a message.</summary>
internal static class VisibleText
{
    /// <summary>
    /// Replaces what cannot be seen by <c>\XX</c>, the bytes of its UTF-8: a name must not be able to steer the terminal
    /// that shows it, and one with a NUL inside must not look like another.
    /// </summary>
    public static string Of(string text)
    {
        if (!text.EnumerateRunes().Any(IsInvisible))
            return text;

        StringBuilder visible = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsInvisible(rune))
                visible.AppendJoin("", Encoding.UTF8.GetBytes(rune.ToString()).Select(b => $"\\{b:X2}"));
            else
                visible.Append(rune.ToString());
        }

        return visible.ToString();
    }

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
