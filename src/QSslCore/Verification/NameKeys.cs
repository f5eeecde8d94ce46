using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace QSslCore.Verification;

/// <summary>
/// Represents names and constraints as keys. A name is within a constraint if the constraint's key is one of the name's keys. The number
/// of lookups for a name therefore depends on the number of its parts, and not on the number of constraints.
/// </summary>
internal static class NameKeys
{
    /// <summary>Returns the key of a constraint; null if the constraint is not understood.</summary>
    public static string? OfConstraint(CertificateName constraint) => constraint.Form switch
    {
        NameForm.Dns => TextOf(constraint) is { } name && (name.Length == 0 || IsHostOrDomain(name)) ? name.ToLowerInvariant() : null,
        NameForm.Uri => TextOf(constraint) is { } host && IsHostOrDomain(host) ? host.ToLowerInvariant() : null,
        NameForm.Email => TextOf(constraint) is { } text ? OfEmailConstraint(text) : null,
        NameForm.Address => OfNetwork(constraint.Content.Span),
        NameForm.Directory => OfDirectoryName(constraint.Content) is [.., var last] ? last : null,
        _ => null,
    };

    /// <summary>Returns the keys of all constraints that a name is within; null if the name is not valid for its form.</summary>
    public static IReadOnlyList<string>? OfName(CertificateName name) => name.Form switch
    {
        NameForm.Dns => TextOf(name) is { } text ? OfDnsName(text) : null,
        NameForm.Uri => TextOf(name) is { } uri && HostOfUri(uri) is { } host ? OfHost(host) : null,
        NameForm.Email => TextOf(name) is { } mailbox ? OfMailbox(mailbox) : null,
        NameForm.Address => OfAddress(name.Content.Span),
        NameForm.Directory => OfDirectoryName(name.Content),
        _ => null,
    };

    /// <summary>Returns the parent name of a wildcard; null for any other name.</summary>
    public static string? ParentOfWildcard(CertificateName name) =>
        name.Form == NameForm.Dns && TextOf(name) is { } text && WildcardParent(text) is { } parent ? parent.ToLowerInvariant() : null;

    private static string? TextOf(CertificateName name) =>
        Ascii.IsValid(name.Content.Span) ? Encoding.ASCII.GetString(name.Content.Span) : null;

    private static bool IsHostOrDomain(string text) => HostName.IsDnsName(text.StartsWith('.') ? text.AsSpan(1) : text);

    private static string? OfEmailConstraint(string text) => text.Contains('@', StringComparison.Ordinal)
        ? OfMailbox(text)?[0]
        : IsHostOrDomain(text) ? text.ToLowerInvariant() : null;

    private static List<string>? OfDnsName(string text)
    {
        // A trailing dot marks a name as complete. Here every name is complete.
        string name = text.EndsWith('.') ? text[..^1] : text;
        string? parent = WildcardParent(name);
        if (!HostName.IsDnsName(parent ?? name))
            return null;
        List<string> keys = OfHost(parent ?? name);
        if (parent is not null)
            keys.Add("." + parent.ToLowerInvariant());
        for (int dot = keys[0].IndexOf('.'); dot >= 0; dot = keys[0].IndexOf('.', dot + 1))
            keys.Add(keys[0][(dot + 1)..]);
        keys.Add("");
        return keys;
    }

    /// <summary>Returns the rest of the name after the first label, if that label contains a star.</summary>
    private static string? WildcardParent(string name)
    {
        string trimmed = name.EndsWith('.') ? name[..^1] : name;
        int dot = trimmed.IndexOf('.');
        return dot > 0 && trimmed.AsSpan(0, dot).Contains('*') ? trimmed[(dot + 1)..] : null;
    }

    /// <summary>Returns the host itself, and each of its parent domains with a leading dot.</summary>
    private static List<string> OfHost(string host)
    {
        List<string> keys = [host.ToLowerInvariant()];
        for (int dot = keys[0].IndexOf('.'); dot >= 0; dot = keys[0].IndexOf('.', dot + 1))
            keys.Add(keys[0][dot..]);
        return keys;
    }

    private static List<string>? OfMailbox(string text)
    {
        int at = text.IndexOf('@');
        // With quotes, one mailbox can be written in many ways.
        bool isQuoted = at > 0 && text.AsSpan(0, at).ContainsAny('"', '\\');
        if (at <= 0 || isQuoted || text.Any(c => c <= ' ' || c == '\x7F') || !HostName.IsDnsName(text.AsSpan(at + 1)))
            return null;
        List<string> keys = [string.Concat(text.AsSpan(0, at + 1), text[(at + 1)..].ToLowerInvariant()), .. OfHost(text[(at + 1)..])];
        return keys;
    }

    private static string? HostOfUri(string uri)
    {
        int scheme = uri.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0 || uri.AsSpan(0, scheme).ContainsAnyExcept(s_schemeCharacters))
            return null;
        string authority = uri[(scheme + 3)..];
        int end = authority.AsSpan().IndexOfAny('/', '?', '#');
        authority = end < 0 ? authority : authority[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        int port = authority.IndexOf(':');
        string host = port < 0 ? authority : authority[..port];
        host = host.EndsWith('.') ? host[..^1] : host;
        return HostName.IsDnsName(host) ? host : null;
    }

    private static readonly System.Buffers.SearchValues<char> s_schemeCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    private static List<string>? OfAddress(ReadOnlySpan<byte> address)
    {
        if (address.Length is not (4 or 16))
            return null;
        List<string> keys = [];
        for (int bits = 0; bits <= address.Length * 8; bits++)
            keys.Add(NetworkKey(address, bits));
        return keys;
    }

    /// <summary>Returns the key of an address and its mask, whose set bits must be contiguous (RFC 4632).</summary>
    private static string? OfNetwork(ReadOnlySpan<byte> network)
    {
        if (network.Length is not (8 or 32))
            return null;
        ReadOnlySpan<byte> mask = network[(network.Length / 2)..];
        int bits = 0;
        foreach (byte part in mask)
            bits += System.Numerics.BitOperations.PopCount(part);
        for (int i = 0; i < mask.Length * 8; i++)
        {
            if (((mask[i / 8] & (0x80 >> (i % 8))) != 0) != i < bits)
                return null;
        }
        return NetworkKey(network[..mask.Length], bits);
    }

    private static string NetworkKey(ReadOnlySpan<byte> address, int bits)
    {
        Span<byte> masked = stackalloc byte[address.Length];
        for (int i = 0; i < bits; i++)
            masked[i / 8] |= (byte)(address[i / 8] & (0x80 >> (i % 8)));
        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexString(masked)}/{bits}");
    }

    /// <summary>
    /// Returns one key for each prefix of the name, including the empty prefix. The keys are hashes, so that the cost of a name with many
    /// parts is proportional to its length.
    /// </summary>
    private static List<string>? OfDirectoryName(ReadOnlyMemory<byte> encoded)
    {
        if (CanonicalName.TryRead(encoded) is not { } parts)
            return null;
        List<string> keys = [""];
        foreach (string part in parts)
            keys.Add(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(keys[^1] + part))));
        return keys;
    }
}
