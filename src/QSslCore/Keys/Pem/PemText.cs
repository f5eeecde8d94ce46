using System.Security.Cryptography;

namespace QSslCore;

/// <summary>Writes PEM text.</summary>
internal static class PemText
{
    /// <summary>Writes lines of 64 characters. Each line ends with a line feed, including the last one.</summary>
    public static string Write(string label, ReadOnlySpan<byte> der) => PemEncoding.WriteString(label, der) + "\n";
}
