using System.Text;

namespace QSslModule;

/// <summary>The text of files that people and programs of every system write.</summary>
internal static class FileText
{
    /// <summary>Decodes Unicode by its byte order mark, or UTF-16 by the zero in every other byte; otherwise UTF-8.</summary>
    public static string Of(byte[] bytes)
    {
        Encoding encoding = bytes switch
        {
            [not 0, 0, ..] => Encoding.Unicode,
            [0, not 0, ..] => Encoding.BigEndianUnicode,
            _ => Encoding.UTF8,
        };
        using StreamReader reader = new(new MemoryStream(bytes), encoding, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}
