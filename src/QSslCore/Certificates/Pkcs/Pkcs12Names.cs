namespace QSslCore;

/// <summary>The names and the order of keys in a PKCS#12 bundle, which the runtime's loader does not return on every system.</summary>
internal static class Pkcs12Names
{
    /// <summary>Returns the entries in the order of the bundle, with their names, as far as these are not encrypted.</summary>
    public static IReadOnlyList<KeyEntry> Apply(IReadOnlyList<KeyEntry> entries, byte[] data, ReadOnlySpan<byte> passPhrase)
    {
        IReadOnlyList<(byte[] Encoded, string Alias)> keys = Pkcs12Structure.Keys(data);
        // With one key and one name, there is nothing to distinguish, and a key derivation takes time.
        if (entries.Count == 1)
            return keys.Count == 1 ? [entries[0] with { Alias = keys[0].Alias }] : entries;
        List<KeyEntry> left = [.. entries], named = [];
        foreach ((byte[] encoded, string alias) in keys)
        {
            if (KeyReader.Read(encoded, EncodingFormat.Der, passPhrase, KeyType.PrivateKey).Key is not { } key)
                continue;
            int at = left.FindIndex(entry => entry.Key.Equals(key));
            if (at < 0)
                continue;
            named.Add(left[at] with { Alias = alias });
            left.RemoveAt(at);
        }
        return [.. named, .. left];
    }
}
