using System.Globalization;
using System.Text;
using QSslCore;

namespace QSslModule;

/// <summary>Texts of reports. The author of a certificate chose the words in it: no format may be steered by them.</summary>
internal static class ReportText
{
    private const string Replacement = "\uFFFD";

    /// <summary>
    /// The text with what cannot be seen (controls, line ends, marks that turn the direction of writing) written out, and
    /// without what is no character: half pairs and the code points that XML forbids.
    /// </summary>
    public static string Clean(string text)
    {
        // A half pair becomes the replacement character here.
        StringBuilder characters = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            characters.Append((rune.Value & 0xFFFE) == 0xFFFE ? Replacement : rune.ToString());
        return VisibleText.Of(characters.ToString());
    }

    /// <summary>At most so many characters; the end of a longer text is replaced by an ellipsis.</summary>
    public static string Shorten(string text, int length)
    {
        if (text.Length <= length)
            return text;
        int end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return $"{text.AsSpan(0, end)}…";
    }

    /// <summary>The common name in a distinguished name; all of it when there is none.</summary>
    public static string CommonName(string name)
    {
        int start = name.StartsWith("CN=", StringComparison.OrdinalIgnoreCase)
            ? 0
            : name.IndexOf(", CN=", StringComparison.OrdinalIgnoreCase) + 2;
        if (start < 0 || start == 1)
            return name;
        string rest = name[(start + 3)..];
        // A comma inside a value is escaped or in quotes, and then all of it is shown.
        int end = rest.IndexOf(", ", StringComparison.Ordinal);
        return rest.AsSpan().ContainsAny('"', '\\') || rest.Length == 0 ? name : end < 0 ? rest : rest[..end];
    }

    /// <summary>A moment as ISO 8601 in UTC, to the second; empty for none.</summary>
    public static string Iso(DateTime? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A day; empty for none.</summary>
    public static string Day(DateTime? time) => time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A number without any country's habits; empty for none.</summary>
    public static string Number(double? number) => number?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";

    /// <summary>TlsV1_3 as people write it.</summary>
    public static string Protocol(string name) => name.StartsWith("TlsV", StringComparison.Ordinal)
        ? $"TLS {name.AsSpan(4)}".Replace('_', '.')
        : name.Replace('_', '.');
}
