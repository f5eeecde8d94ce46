using System.Buffers;
using System.Buffers.Text;

namespace QSslCore;

/// <summary>One block of a PEM file, from its BEGIN line to its END line.</summary>
internal readonly ref struct PemBlock
{
    private const int LineLength = 64;

    /// <summary>What the block says it is, such as <c>CERTIFICATE</c>.</summary>
    public required string Label { get; init; }

    /// <summary>The number of the BEGIN line, from 1 on.</summary>
    public required int Line { get; init; }

    /// <summary>The whole block, both of its lines included.</summary>
    public ReadOnlySpan<byte> Text { get; init; }

    /// <summary>The base64 text, with its line ends.</summary>
    public ReadOnlySpan<byte> Body { get; init; }

    /// <summary>True when headers say that the block is encrypted (RFC 1421, as OpenSSL's traditional keys have it).</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>What is wrong with the block, as a sentence part; null when nothing is.</summary>
    public string? Damage { get; init; }

    /// <summary>The most bytes that <see cref="Normalise"/> writes: longer lines are broken, and headers get a line after them.</summary>
    public int NormalLength => Text.Length + (Text.Length / LineLength) + 3;

    /// <summary>Writes the block as every library reads it: lines of 64 characters without blanks, an empty one after headers, line
    /// feeds.</summary>
    /// <returns>How many bytes were written.</returns>
    public int Normalise(Span<byte> destination)
    {
        // What may stand before the first line is a byte order mark.
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

        // The block may be a key.
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
