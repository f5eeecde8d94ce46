using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Probing.Messages;

/// <summary>The authorities that a request for a certificate names (RFC 5246, 7.4.4; RFC 8446, 4.2.4).</summary>
internal static class AuthorityNames
{
    /// <summary>Some servers name every authority of the system.</summary>
    private const int MaxNames = 16;

    /// <summary>Reads a list of names.</summary>
    /// <param name="list">The names, each behind its length.</param>
    /// <returns>The names as text, as the peer wrote it, the first ones of a long list; null where the list cannot be read.</returns>
    public static IReadOnlyList<string>? Read(ReadOnlySpan<byte> list)
    {
        WireReader reader = new(list);
        List<string> names = [];
        while (!reader.IsAtEnd)
        {
            ReadOnlySpan<byte> name = reader.Counted16();
            if (names.Count < MaxNames)
                names.Add(TextOf(name));
        }
        return reader.HasFailed ? null : names;
    }

    private static string TextOf(ReadOnlySpan<byte> name)
    {
        try
        {
            return new X500DistinguishedName(name).Name;
        }
        catch (CryptographicException)
        {
            return "a name that cannot be read";
        }
    }
}
