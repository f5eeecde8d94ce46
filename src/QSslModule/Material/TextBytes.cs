using System.Text;

namespace QSslModule;

/// <summary>Relates bytes and the characters that they encode, even if some of the bytes are not valid.</summary>
internal static class TextBytes
{
    /// <summary>No encoding has longer characters, including surrogate pairs.</summary>
    private const int MaxCharacterLength = 4;

    /// <summary>Returns the length of the longest beginning that does not end inside a character.</summary>
    public static int CompleteLength(byte[] bytes, Encoding encoding)
    {
        for (int length = bytes.Length; length > Math.Max(0, bytes.Length - MaxCharacterLength); length--)
        {
            // A decoder with an incomplete character returns more characters when it is flushed.
            if (encoding.GetDecoder().GetCharCount(bytes, 0, length, flush: false) == encoding.GetDecoder()
                .GetCharCount(bytes, 0, length, flush: true))
                return length;
        }
        return bytes.Length < MaxCharacterLength ? 0 : bytes.Length;
    }

    /// <summary>Returns the length in bytes of the first characters. It can differ from the length of their own encoding if invalid bytes
    /// were replaced.</summary>
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
