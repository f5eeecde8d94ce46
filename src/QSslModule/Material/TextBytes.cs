using System.Text;

namespace QSslModule;

/// <summary>How bytes and the characters they stand for relate, also where not all of them are valid.</summary>
internal static class TextBytes
{
    /// <summary>No encoding has longer characters, surrogate pairs and all.</summary>
    private const int MaxCharacterLength = 4;

    /// <summary>The length of the beginning that does not end within a character.</summary>
    public static int CompleteLength(byte[] bytes, Encoding encoding)
    {
        for (int length = bytes.Length; length > Math.Max(0, bytes.Length - MaxCharacterLength); length--)
        {
            // A decoder that keeps something back would give more characters if it were told that this is the end.
            if (encoding.GetDecoder().GetCharCount(bytes, 0, length, flush: false) == encoding.GetDecoder()
                .GetCharCount(bytes, 0, length, flush: true))
                return length;
        }
        return bytes.Length < MaxCharacterLength ? 0 : bytes.Length;
    }

    /// <summary>The length in bytes of the first characters, which is not that of their own encoding where invalid bytes were
    /// replaced.</summary>
    public static int LengthOf(byte[] bytes, int characters, Encoding encoding)
    {
        int low = 0;
        int high = bytes.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (encoding.GetDecoder().GetCharCount(bytes, 0, middle, flush: false) >= characters)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}
