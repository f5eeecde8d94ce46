using System.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace QSslCore;

/// <summary>Examines host names: determines whether one is an address, and converts it to its form on the wire.</summary>
internal static class HostName
{
    private const int MaxNameLength = 253;
    private const int MaxLabelLength = 63;

    private static readonly IdnMapping s_idn = new();

    /// <summary>Raised on the calling thread when a name is converted to ASCII. Tests count the calls.</summary>
    internal static event Action<string>? MappingToAscii;

    /// <summary>
    /// Reads an address in its full form: four decimal numbers, or IPv6 without its zone. An IPv4-mapped address becomes the IPv4
    /// address. Shorthands are not addresses here, because no certificate is compared with them.
    /// </summary>
    public static bool TryParseAddress(string name, out IPAddress address)
    {
        address = IPAddress.None;
        if (name.Contains('[') || !TryParseLiteral(name, out IPAddress literal))
            return false;
        address = literal.IsIPv4MappedToIPv6 ? literal.MapToIPv4()
            : literal.AddressFamily == AddressFamily.InterNetworkV6 ? new(literal.GetAddressBytes()) : literal;
        return true;
    }

    /// <summary>Reads an address to connect to: four decimal numbers, or IPv6 with its zone, with or without brackets.</summary>
    public static bool TryParseLiteral(string text, out IPAddress address)
    {
        address = IPAddress.None;
        // .NET would accept a port after the brackets and discard it.
        if (text.Contains("]:", StringComparison.Ordinal) || IsShorthand(text) || !IPAddress.TryParse(text, out IPAddress? parsed))
            return false;
        address = parsed;
        return true;
    }

    /// <summary>
    /// Determines whether .NET and resolvers would treat a text as an IPv4 address although it is not written as one: with fewer numbers,
    /// or with octal or hexadecimal ones (127.1, 0x7f000001, 010.0.0.1). Such a text means another address than people read, so no
    /// connection is made to it.
    /// </summary>
    public static bool IsShorthand(string text) =>
        IPAddress.TryParse(text, out IPAddress? parsed) && parsed.AddressFamily == AddressFamily.InterNetwork && parsed.ToString() != text;

    /// <summary>Returns why a shorthand is refused.</summary>
    public static string DescribeShorthand(string text) =>
        $"'{InputEcho.Of(text)}' is the shorthand of an address: write the address in full, four decimal numbers.";

    /// <summary>
    /// Returns the name in lower case, with international labels in their ASCII form (RFC 5890) and without a dot at its end. Returns null
    /// for an address and for a text that cannot be the name of a host.
    /// </summary>
    public static string? ToAce(string name)
    {
        string? ascii = Ascii.IsValid(name) ? name : MapToAscii(name);
        if (ascii is null)
            return null;

        ascii = ascii.ToLowerInvariant();
        if (ascii.EndsWith('.'))
            ascii = ascii[..^1];
        return IsDnsName(ascii) ? ascii : null;
    }

    /// <summary>Determines whether a name has labels of letters, digits, hyphens and, as used in practice, underscores. The last label must
    /// not be a number, because the name would be an address.</summary>
    public static bool IsDnsName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaxNameLength)
            return false;

        bool numeric = false;
        foreach (Range range in name.Split('.'))
        {
            ReadOnlySpan<char> label = name[range];
            if (label.Length is 0 or > MaxLabelLength || label[0] == '-' || label[^1] == '-')
                return false;

            numeric = true;
            foreach (char c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_')
                    return false;
                numeric &= char.IsAsciiDigit(c);
            }
        }

        return !numeric;
    }

    private static string? MapToAscii(string name)
    {
        MappingToAscii?.Invoke(name);
        try
        {
            return s_idn.GetAscii(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
