using System.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace QSslCore;

/// <summary>Names of hosts: whether one is an address, and its form on the wire.</summary>
internal static class HostName
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    private static readonly IdnMapping s_idn = new();

    /// <summary>
    /// Reads an address in its full form: four decimal numbers, or IPv6, whose zone is dropped. The shorthands that
    /// resolvers take (127.1, 0x7f000001) are no addresses here, as no certificate is compared with them.
    /// </summary>
    public static bool TryParseAddress(string name, out IPAddress address)
    {
        address = IPAddress.None;
        if (name.Contains('['))
            return false;
        if (!IPAddress.TryParse(name, out IPAddress? parsed))
            return false;

        if (parsed.AddressFamily == AddressFamily.InterNetworkV6)
            address = new IPAddress(parsed.GetAddressBytes());
        else if (parsed.ToString() == name)
            address = parsed;
        else
            return false;
        return true;
    }

    /// <summary>
    /// The name in lower case with international labels in their ASCII form (RFC 5890) and without a dot at its end;
    /// null for an address and for what cannot be the name of a host.
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

    /// <summary>Labels of letters, digits, hyphens and the underscores of practice; the last one is not a number, or it would be an address.</summary>
    public static bool IsDnsName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > LongestName)
            return false;

        bool numeric = false;
        foreach (Range range in name.Split('.'))
        {
            ReadOnlySpan<char> label = name[range];
            if (label.Length is 0 or > LongestLabel || label[0] == '-' || label[^1] == '-')
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
