using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace QSslCore;

/// <summary>
/// Finds the blocks of a PEM file. It accepts text around them, blanks at the ends of lines, and both kinds of line ends. A damaged
/// block is reported with the number of the damaged line.
/// </summary>
internal ref struct PemReader(ReadOnlySpan<byte> data)
{
    private static readonly SearchValues<byte> s_base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t"u8);

    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;
    private int _line;

    /// <summary>The first line outside of all blocks that looks like the begin or the end of a certificate; 0 for none. What it belongs
    /// to was not read.</summary>
    public int StrayLine { get; private set; }

    private static ReadOnlySpan<byte> Begin => "-----BEGIN "u8;

    private static ReadOnlySpan<byte> End => "-----END "u8;

    private static ReadOnlySpan<byte> Dashes => "-----"u8;

    public static bool LooksLikePem(ReadOnlySpan<byte> data) => data.IndexOf(Begin) >= 0;

    /// <summary>Reads the next block; false if there is none.</summary>
    public bool Read(out PemBlock block)
    {
        while (ReadLine(out ReadOnlySpan<byte> text, out int start))
        {
            if (LabelOf(text, Begin) is string label)
            {
                // Labels are in upper case.
                if (StrayLine == 0 && !label.EndsWith("CERTIFICATE", StringComparison.Ordinal) && IsStray(text))
                    StrayLine = _line;
                block = ReadBody(label, start);
                return true;
            }

            if (StrayLine == 0 && IsStray(text))
                StrayLine = _line;
        }

        block = default;
        return false;
    }

    private PemBlock ReadBody(string label, int start)
    {
        int firstLine = _line;
        int bodyStart = _position;
        bool encrypted = false;
        string? damage = null;
        int next = _position;
        int nextLine = _line;
        while (ReadLine(out ReadOnlySpan<byte> text, out int lineStart))
        {
            if (LabelOf(text, End) is string endLabel)
            {
                ReadOnlySpan<byte> body = _data[bodyStart..lineStart];
                if (endLabel != label)
                    damage = $"it begins as {label} and ends as {endLabel} in line {_line}";
                else
                    damage ??= DamageOf(body);
                return new PemBlock
                {
                    Label = label, Line = firstLine, Text = _data[start.._position], Body = body, IsEncrypted = encrypted, Damage = damage,
                };
            }

            // The block has no END line. The next block is read as usual.
            if (LabelOf(text, Begin) is not null)
                break;

            if (text.Contains((byte)':'))
            {
                encrypted |= text.StartsWith("Proc-Type"u8) && text.IndexOf("ENCRYPTED"u8) >= 0;
                if (TraditionalHeaders.AreJoined(text))
                    damage = "its headers and its text share a line, and the beginning of the text is unclear";
                bodyStart = _position;
            }
            else if (damage is null && text.IndexOfAnyExcept(s_base64) >= 0)
            {
                damage = $"line {_line} is not base64";
            }

            next = _position;
            nextLine = _line;
        }

        _position = next;
        _line = nextLine;
        return new PemBlock { Label = label, Line = firstLine, Text = _data[start..next], Damage = $"its END {label} line is missing" };
    }

    private static string? DamageOf(ReadOnlySpan<byte> body)
    {
        if (!Base64.IsValid(body, out int length))
            return "its base64 text is cut short or has too much at its end";
        return length == 0 ? "there is nothing in it" : null;
    }

    /// <summary>Reads the next line without its line end and surrounding blanks.</summary>
    private bool ReadLine(out ReadOnlySpan<byte> text, out int start)
    {
        start = _position;
        if (_position >= _data.Length)
        {
            text = default;
            return false;
        }

        ReadOnlySpan<byte> rest = _data[_position..];
        int length = rest.IndexOfAny((byte)'\n', (byte)'\r');
        text = (length < 0 ? rest : rest[..length]).Trim(" \t"u8);
        if (_line == 0 && text.StartsWith("\uFEFF"u8))
            text = text[3..];
        _position += length < 0 ? rest.Length : length + (rest[length..].StartsWith("\r\n"u8) ? 2 : 1);
        _line++;
        return true;
    }

    /// <summary>An end without its begin, or a line with another number of dashes.</summary>
    private static bool IsStray(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("---"u8) || !line.EndsWith("---"u8))
            return false;
        string words = Encoding.Latin1.GetString(line.Trim("- "u8));
        return words.EndsWith("CERTIFICATE", StringComparison.OrdinalIgnoreCase)
            && (words.StartsWith("BEGIN", StringComparison.OrdinalIgnoreCase)
                || words.StartsWith("END", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Returns the label in a form for messages; null if the line is not such a marker.</summary>
    private static string? LabelOf(ReadOnlySpan<byte> line, ReadOnlySpan<byte> marker) =>
        line.StartsWith(marker) && line[marker.Length..].EndsWith(Dashes)
            ? InputEcho.OfLabel(Encoding.Latin1.GetString(line[marker.Length..^Dashes.Length]))
            : null;
}
