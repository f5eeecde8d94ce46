using System.Security.Cryptography;

namespace QSslCore;

/// <summary>PEM as text.</summary>
internal static class PemText
{
    /// <summary>Lines of 64 characters, each ended by a line feed, the last one too.</summary>
    public static string Write(string label, ReadOnlySpan<byte> der) => PemEncoding.WriteString(label, der) + "\n";
}
