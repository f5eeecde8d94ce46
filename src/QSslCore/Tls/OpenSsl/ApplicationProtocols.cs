using System.Text;

namespace QSslCore.Tls.OpenSsl;

/// <summary>ALPN protocol lists (RFC 7301): one length byte before each name.</summary>
internal static class ApplicationProtocols
{
    /// <summary>Encodes the names. Names that are empty or too long are ignored, as in Qt.</summary>
    public static byte[] Encode(IEnumerable<string> names)
    {
        List<byte> wire = [];
        foreach (byte[] name in names.Select(Encoding.UTF8.GetBytes).Where(n => n.Length is > 0 and <= 255))
        {
            wire.Add((byte)name.Length);
            wire.AddRange(name);
        }
        return [.. wire];
    }

    /// <summary>Finds the first of the client's offers that is allowed, by its position in the list; false if there is none.</summary>
    public static bool Select(ReadOnlySpan<byte> offers, IReadOnlyList<string> allowed, out int start, out int length)
    {
        for (start = 1; start <= offers.Length; start += length + 1)
        {
            length = offers[start - 1];
            if (start + length > offers.Length)
                break;
            if (allowed.Contains(Encoding.UTF8.GetString(offers.Slice(start, length))))
                return true;
        }
        length = 0;
        return false;
    }
}
