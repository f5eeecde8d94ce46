namespace QSslCore;

/// <summary>
/// Restores the lines of PEM text that were joined with blanks, with the characters <c>\n</c>, or with nothing.
/// </summary>
internal static class PemFolding
{
    private const int MaxLabelLength = 64;

    private static ReadOnlySpan<byte> Begin => "-----BEGIN "u8;

    private static ReadOnlySpan<byte> End => "-----END "u8;

    private static ReadOnlySpan<byte> Dashes => "-----"u8;

    /// <param name="data">Text with a BEGIN marker in it.</param>
    /// <param name="lines">The text with separate lines. It may be a key, and the caller clears it.</param>
    /// <returns>False if each marker is already on its own line.</returns>
    public static bool TryUnfold(ReadOnlySpan<byte> data, out byte[] lines)
    {
        lines = [];
        if (!IsFolded(data))
            return false;
        // A marker has at least ten bytes and gets two line ends, and headers get three, so twice the length is sufficient.
        byte[] room = new byte[(data.Length * 2) + 16];
        Writer writer = new(room);
        Unfold(data, ref writer);
        lines = room[..writer.Length];
        Array.Clear(room);
        return true;
    }

    /// <summary>Replaces the characters <c>\n</c> and <c>\r</c> with line ends, in place.</summary>
    public static void ReplaceWrittenLineEnds(Span<byte> text)
    {
        for (int at = 0; text[at..].IndexOf((byte)'\\') is var next && next >= 0;)
        {
            at += next;
            int end = at + text[at..].IndexOfAnyExcept((byte)'\\');
            if (end <= at)
                return;
            if (text[end] is (byte)'n' or (byte)'r')
                text[at..(end + 1)].Fill((byte)'\n');
            else if (text[end] == (byte)'/')
                // JSON may escape a slash like this.
                text[at..end].Fill((byte)' ');
            at = end;
        }
    }

    private static bool IsFolded(ReadOnlySpan<byte> data)
    {
        for (ReadOnlySpan<byte> rest = data; rest.IndexOf(Dashes) is var at && at >= 0;)
        {
            ReadOnlySpan<byte> marker = rest[at..];
            int length = MarkerLength(marker, Begin) ?? MarkerLength(marker, End) ?? 0;
            if (length > 0 && !(IsLineEnd(data[..^marker.Length], atEnd: true) && IsLineEnd(marker[length..], atEnd: false)))
                return true;
            rest = marker[Math.Max(length, 1)..];
        }

        return data.IndexOf("\\n"u8) >= 0 || data.IndexOf("\\r"u8) >= 0;
    }

    private static bool IsLineEnd(ReadOnlySpan<byte> text, bool atEnd)
    {
        text = text.Trim(" \t"u8);
        return text.IsEmpty || (atEnd ? text[^1] : text[0]) is (byte)'\r' or (byte)'\n' || text.SequenceEqual("\uFEFF"u8);
    }

    /// <summary>Returns the length of the marker at the beginning of the text, including its dashes; null if there is none.</summary>
    private static int? MarkerLength(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start)
    {
        if (!text.StartsWith(start))
            return null;
        ReadOnlySpan<byte> label = text[start.Length..];
        int end = label[..Math.Min(label.Length, MaxLabelLength + Dashes.Length)].IndexOf(Dashes);
        return end < 0 || label[..end].ContainsAny((byte)'\r', (byte)'\n') ? null : start.Length + end + Dashes.Length;
    }

    private static void Unfold(ReadOnlySpan<byte> data, ref Writer writer)
    {
        while (data.IndexOf(Begin) is var begin && begin >= 0)
        {
            ReadOnlySpan<byte> block = data[begin..];
            if (MarkerLength(block, Begin) is not int length || !BeginsBody(block[length..]))
            {
                // This is text that mentions a marker.
                writer.Write(data[..(begin + Begin.Length)]);
                data = data[(begin + Begin.Length)..];
                continue;
            }

            writer.Write(data[..begin]);
            writer.WriteLine(block[..length]);
            data = block[length..];
            int end = data.IndexOf(End);
            int next = data.IndexOf(Begin);
            int stop = end < 0 || (next >= 0 && next < end) ? next : end;
            WriteBody(stop < 0 ? data : data[..stop], ref writer);
            data = stop < 0 ? [] : data[stop..];
            if (stop >= 0 && stop == end && MarkerLength(data, End) is int endLength)
            {
                writer.WriteLine(data[..endLength]);
                data = data[endLength..];
            }
        }

        writer.Write(data);
    }

    /// <summary>Whether base64, headers or the END marker follow, and not the rest of a sentence.</summary>
    private static bool BeginsBody(ReadOnlySpan<byte> text)
    {
        const int MinLineLength = 16;
        text = text.TrimStart(" \t\r\n"u8);
        while (text.IndexOfAnyExcept((byte)'\\') is var slashes && slashes > 0 && text[slashes] is (byte)'n' or (byte)'r')
            text = text[(slashes + 1)..].TrimStart(" \t\r\n"u8);
        int blank = text.IndexOfAny(" \t\r\n"u8);
        return (blank < 0 ? text.Length : blank) >= MinLineLength || text.StartsWith("Proc-Type:"u8) || text.StartsWith(End);
    }

    private static void WriteBody(ReadOnlySpan<byte> text, ref Writer writer)
    {
        byte[] body = text.ToArray();
        ReplaceWrittenLineEnds(body);
        ReadOnlySpan<byte> rest = body.AsSpan().TrimStart(" \t\r\n"u8);
        if (TraditionalHeaders.TryFind(rest, out int first, out int second))
        {
            writer.WriteLine(rest[..first].TrimEnd(" \t"u8));
            writer.WriteLine(rest[first..(first + second)]);
            writer.Write("\n"u8);
            rest = rest[(first + second)..];
        }

        writer.Write(rest);
        Array.Clear(body);
    }

    private ref struct Writer(Span<byte> room)
    {
        private readonly Span<byte> _room = room;

        public int Length { get; private set; }

        public void Write(ReadOnlySpan<byte> text)
        {
            text.CopyTo(_room[Length..]);
            Length += text.Length;
        }

        public void WriteLine(ReadOnlySpan<byte> text)
        {
            if (Length > 0 && _room[Length - 1] != (byte)'\n')
                Write("\n"u8);
            Write(text);
            Write("\n"u8);
        }
    }
}
