using System.Globalization;
using System.Text;
using QSslCore;

namespace QSslModule;

/// <summary>Texts of reports. The author of a certificate chose its words, so they must not be able to control any format.</summary>
internal static class ReportText
{
    private const string Replacement = "\uFFFD";

    /// <summary>
    /// Returns the text with invisible characters (controls, line ends, marks that change the direction of writing) written out, and
    /// without invalid ones (unpaired surrogates and the code points that XML forbids).
    /// </summary>
    public static string Clean(string text)
    {
        // An unpaired surrogate becomes the replacement character here.
        StringBuilder characters = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            characters.Append((rune.Value & 0xFFFE) == 0xFFFE ? Replacement : rune.ToString());
        return VisibleText.Of(characters.ToString());
    }

    /// <summary>Returns at most that many characters. An ellipsis replaces the end of a longer text.</summary>
    public static string Shorten(string text, int length)
    {
        if (text.Length <= length)
            return text;
        int end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return $"{text.AsSpan(0, end)}…";
    }

    /// <summary>Returns the common name in a distinguished name, or all of it if there is none.</summary>
    public static string CommonName(string name)
    {
        int start = name.StartsWith("CN=", StringComparison.OrdinalIgnoreCase)
            ? 0
            : name.IndexOf(", CN=", StringComparison.OrdinalIgnoreCase) + 2;
        if (start < 0 || start == 1)
            return name;
        string rest = name[(start + 3)..];
        // A comma inside a value is escaped or in quotation marks. In that case all of the name is returned.
        int end = rest.IndexOf(", ", StringComparison.Ordinal);
        return rest.AsSpan().ContainsAny('"', '\\') || rest.Length == 0 ? name : end < 0 ? rest : rest[..end];
    }

    /// <summary>Returns the time as ISO 8601 in UTC, to the second; empty for null.</summary>
    public static string Iso(DateTime? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Returns the date; empty for null.</summary>
    public static string Day(DateTime? time) => time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Returns the number in the invariant culture; empty for null.</summary>
    public static string Number(double? number) => number?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Returns a protocol such as TlsV1_3 in its usual form.</summary>
    public static string Protocol(string name) => name.StartsWith("TlsV", StringComparison.Ordinal)
        ? $"TLS {name.AsSpan(4)}".Replace('_', '.')
        : name.Replace('_', '.');
}
