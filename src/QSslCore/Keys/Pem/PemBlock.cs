using System.Buffers;
using System.Buffers.Text;

namespace QSslCore;

/// <summary>One block of a PEM file, from its BEGIN line to its END line.</summary>
internal readonly ref struct PemBlock
{
    private const int LineLength = 64;

    /// <summary>The label of the block, such as <c>CERTIFICATE</c>.</summary>
    public required string Label { get; init; }

    /// <summary>The number of the BEGIN line. The first line is 1.</summary>
    public required int Line { get; init; }

    /// <summary>The whole block, including its BEGIN and END lines.</summary>
    public ReadOnlySpan<byte> Text { get; init; }

    /// <summary>The base64 text, with its line ends.</summary>
    public ReadOnlySpan<byte> Body { get; init; }

    /// <summary>Whether headers say that the block is encrypted (RFC 1421), as in OpenSSL's traditional keys.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>The damage of the block, as a sentence part; null if it is not damaged.</summary>
    public string? Damage { get; init; }

    /// <summary>The maximum number of bytes that <see cref="Normalise"/> writes. Longer lines are split, and an empty line follows the
    /// headers.</summary>
    public int NormalLength => Text.Length + (Text.Length / LineLength) + 3;

    /// <summary>Writes the block in the form that every library reads: lines of 64 characters without blanks, an empty line after headers,
    /// and line feeds.</summary>
    /// <returns>The number of bytes that were written.</returns>
    public int Normalise(Span<byte> destination)
    {
        // Only a byte order mark may precede the first line.
        ReadOnlySpan<byte> text = Text[Text.IndexOf("-----"u8)..];
        int length = 0;
        int column = 0;
        bool afterHeader = false;
        foreach (Range range in text.SplitAny((byte)'\r', (byte)'\n'))
        {
            ReadOnlySpan<byte> line = text[range].Trim(" \t"u8);
            if (line.IsEmpty)
                continue;

            bool isHeader = line.Contains((byte)':');
            if (afterHeader && !isHeader)
                destination[length++] = (byte)'\n';
            afterHeader = isHeader;
            if (!isHeader && !line.StartsWith("-----"u8))
            {
                length += WriteBody(line, destination[length..], ref column);
                continue;
            }

            if (column > 0)
                destination[length++] = (byte)'\n';
            column = 0;
            line.CopyTo(destination[length..]);
            length += line.Length;
            destination[length++] = (byte)'\n';
        }

        return length;
    }

    /// <summary>Decodes the body of a block that is not damaged.</summary>
    public byte[] Decode()
    {
        byte[] decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(Body.Length)];
        OperationStatus status = Base64.DecodeFromUtf8(Body, decoded, out _, out int written);
        byte[] exact = status == OperationStatus.Done ? decoded[..written] : [];

        // The block may contain a key.
        Array.Clear(decoded);
        return exact;
    }

    private static int WriteBody(ReadOnlySpan<byte> line, Span<byte> destination, ref int column)
    {
        int length = 0;
        foreach (byte character in line)
        {
            if (character is (byte)' ' or (byte)'\t')
                continue;
            destination[length++] = character;
            if (++column == LineLength)
            {
                destination[length++] = (byte)'\n';
                column = 0;
            }
        }

        return length;
    }
}
