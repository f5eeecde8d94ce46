using System.Buffers.Binary;
using System.Security.Cryptography;
using QSslCore.Tls;

namespace QSslCore;

/// <summary>Reads Java key stores with a TLS library that supports them.</summary>
internal static class JavaKeyStore
{
    private const uint JksMagic = 0xFEEDFEED;
    private const uint JceksMagic = 0xCECECECE;

    public static bool IsOne(ReadOnlySpan<byte> data) => IsJks(data) || IsJceks(data);

    /// <summary>Reads everything in a store. If the store has no key, or the pass phrase for its keys is missing, only certificates are
    /// returned.</summary>
    public static Pkcs12Content Read(byte[] data, ReadOnlySpan<byte> passPhrase)
    {
        if (IsJceks(data))
        {
            return Pkcs12Content.Failed("it is a JCEKS key store, which no library here reads; "
                + "'keytool -importkeystore -srckeystore FILE -destkeystore FILE.p12 -deststoretype PKCS12' makes a PKCS#12 bundle of it");
        }
        if (Open(data, passPhrase) is not { } store)
            return Pkcs12Content.Failed("it is a JKS key store, which the backend bouncycastle reads, and that is not here");
        return store.Failure.Length > 0 ? Pkcs12Content.Failed(store.Failure, store.PassPhraseIsWrong) : ContentOf(store);
    }

    /// <summary>Returns the names of the first certificates of all entries; empty if the store cannot be read.</summary>
    public static Dictionary<QSslCertificate, string> Aliases(byte[] data, ReadOnlySpan<byte> passPhrase)
    {
        Dictionary<QSslCertificate, string> aliases = [];
        foreach (TlsKeyStoreEntry entry in IsJks(data) ? Open(data, passPhrase)?.Entries ?? [] : [])
        {
            CryptographicOperations.ZeroMemory(entry.Pkcs8);
            if (entry.Certificates.Count > 0)
                aliases.TryAdd(entry.Certificates[0], entry.Alias);
        }
        return aliases;
    }

    private static TlsKeyStore? Open(byte[] data, ReadOnlySpan<byte> passPhrase)
    {
        foreach (TlsBackend backend in TlsBackendRegistry.Available)
        {
            if (backend.ReadKeyStore(data, passPhrase) is { } store)
                return store;
        }
        return null;
    }

    private static Pkcs12Content ContentOf(TlsKeyStore store)
    {
        List<KeyEntry> entries = [];
        foreach (TlsKeyStoreEntry entry in store.Entries.Where(entry => entry is { Pkcs8.Length: > 0, Certificates.Count: > 0 }))
        {
            if (KeyReader.Read(entry.Pkcs8, EncodingFormat.Der, default, KeyType.PrivateKey).Key is { } key)
                entries.Add(new(entry.Alias, key, entry.Certificates[0]));
            CryptographicOperations.ZeroMemory(entry.Pkcs8);
        }
        QSslCertificate[] all = [.. store.Entries.SelectMany(entry => entry.Certificates).Distinct()];
        return entries.Count > 0 ? Pkcs12Content.Of(entries, all) : new(QSslKey.Null, QSslCertificate.Null, all, "");
    }

    private static bool IsJks(ReadOnlySpan<byte> data) => data.Length > 12 && BinaryPrimitives.ReadUInt32BigEndian(data) == JksMagic;

    private static bool IsJceks(ReadOnlySpan<byte> data) => data.Length > 12 && BinaryPrimitives.ReadUInt32BigEndian(data) == JceksMagic;
}
