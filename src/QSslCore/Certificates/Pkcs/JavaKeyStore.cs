using System.Buffers.Binary;
using System.Security.Cryptography;
using QSslCore.Tls;

namespace QSslCore;

/// <summary>Reads Java key stores: JCEKS itself, and JKS with a TLS library that supports it.</summary>
internal static class JavaKeyStore
{
    private const uint JksMagic = 0xFEEDFEED;
    private const uint JceksMagic = 0xCECECECE;

    public static bool IsOne(ReadOnlySpan<byte> data) => IsJks(data) || IsJceks(data);

    /// <summary>Reads everything in a store. If the store has no key, or the pass phrase for its keys is missing, only certificates are
    /// returned.</summary>
    public static Pkcs12Content Read(byte[] data, ReadOnlySpan<byte> passPhrase)
    {
        (TlsKeyStore? store, IReadOnlyList<string> leftOut) = Open(data, passPhrase);
        if (store is null)
            return Pkcs12Content.Failed("it is a JKS key store, which the backend bouncycastle reads, and that is not here");
        return store.Failure.Length > 0
            ? Pkcs12Content.Failed(store.Failure, store.PassPhraseIsWrong)
            : ContentOf(store, leftOut);
    }

    /// <summary>Returns the names of the first certificates of all entries; empty if the store cannot be read.</summary>
    public static Dictionary<QSslCertificate, string> Aliases(byte[] data, ReadOnlySpan<byte> passPhrase)
    {
        Dictionary<QSslCertificate, string> aliases = [];
        foreach (TlsKeyStoreEntry entry in Open(data, passPhrase).Store?.Entries ?? [])
        {
            CryptographicOperations.ZeroMemory(entry.Pkcs8);
            if (entry.Certificates.Count > 0)
                aliases.TryAdd(entry.Certificates[0], entry.Alias);
        }
        return aliases;
    }

    private static (TlsKeyStore? Store, IReadOnlyList<string> LeftOut) Open(byte[] data, ReadOnlySpan<byte> passPhrase)
    {
        if (IsJceks(data))
            return JceksStore.Read(data, passPhrase);
        foreach (TlsBackend backend in TlsBackendRegistry.Available)
        {
            if (backend.ReadKeyStore(data, passPhrase) is { } store)
                return (store, []);
        }
        return (null, []);
    }

    private static Pkcs12Content ContentOf(TlsKeyStore store, IReadOnlyList<string> leftOut)
    {
        List<string> unread = [.. leftOut];
        List<KeyEntry> entries = [];
        foreach (TlsKeyStoreEntry entry in store.Entries.Where(entry => entry is { Pkcs8.Length: > 0, Certificates.Count: > 0 }))
        {
            if (KeyReader.Read(entry.Pkcs8, EncodingFormat.Der, default, KeyType.PrivateKey).Key is { } key)
                entries.Add(new(entry.Alias, key, entry.Certificates[0]));
            else
                unread.Add($"the private key '{VisibleText.Of(entry.Alias)}', because it cannot be read");
            CryptographicOperations.ZeroMemory(entry.Pkcs8);
        }
        QSslCertificate[] all = [.. store.Entries.SelectMany(entry => entry.Certificates).Distinct()];
        Pkcs12Content content = entries.Count > 0 ? Pkcs12Content.Of(entries, all) : new(QSslKey.Null, QSslCertificate.Null, all, "");
        return content with { LeftOut = unread };
    }

    private static bool IsJks(ReadOnlySpan<byte> data) => data.Length > 12 && BinaryPrimitives.ReadUInt32BigEndian(data) == JksMagic;

    private static bool IsJceks(ReadOnlySpan<byte> data) => data.Length > 12 && BinaryPrimitives.ReadUInt32BigEndian(data) == JceksMagic;
}
