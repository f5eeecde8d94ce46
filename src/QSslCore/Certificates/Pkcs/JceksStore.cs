using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using QSslCore.Tls;

namespace QSslCore;

/// <summary>Reads key stores of the type JCEKS, which Java's provider SunJCE writes. Secret keys in them are serialized Java objects. They
/// are left out and never deserialized.</summary>
internal static class JceksStore
{
    /// <summary>A store with more entries than this is not the work of keytool.</summary>
    private const uint MaxEntries = 10_000;

    private const int HeaderLength = 3 * sizeof(uint), DigestLength = 20;

    private const uint PrivateKeyEntry = 1, CertificateEntry = 2, SecretKeyEntry = 3;

    /// <summary>Reads a store.</summary>
    /// <param name="data">The store, with its magic number.</param>
    /// <param name="passPhrase">The pass phrase in UTF-8. If it is empty, only certificates are read, and their integrity is not
    /// checked.</param>
    /// <returns>The entries, and descriptions of what is left out.</returns>
    public static (TlsKeyStore Store, IReadOnlyList<string> LeftOut) Read(byte[] data, ReadOnlySpan<byte> passPhrase)
    {
        if (data.Length < HeaderLength + DigestLength)
            return (new([], "it is truncated"), []);
        char[] password = new char[Encoding.UTF8.GetCharCount(passPhrase)];
        Encoding.UTF8.GetChars(passPhrase, password);
        List<TlsKeyStoreEntry> entries = [];
        try
        {
            // The check comes first. Data that the owner of the pass phrase did not write is not parsed.
            if (password.Length > 0 && !IsIntact(data, password))
                return (new([], "the pass phrase is wrong, or it is damaged", PassPhraseIsWrong: true), []);
            List<string> leftOut = ReadEntries(data.AsSpan(..^DigestLength), password, entries);
            // Java writes the entries in the order of a hash table.
            return (new([.. entries.OrderBy(entry => entry.Alias, StringComparer.Ordinal)]), leftOut);
        }
        catch (Exception e) when (e is InvalidDataException or CryptographicException)
        {
            entries.ForEach(entry => CryptographicOperations.ZeroMemory(entry.Pkcs8));
            return (new([], e is InvalidDataException
                ? $"it is a damaged JCEKS key store: {e.Message}"
                : "it is a JCEKS key store, and this system does not allow its algorithms"), []);
        }
        finally
        {
            Array.Clear(password);
        }
    }

    private static bool IsIntact(byte[] data, char[] password)
    {
        byte[] secret = Encoding.BigEndianUnicode.GetBytes(password);
        try
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
            hash.AppendData(secret);
            hash.AppendData("Mighty Aphrodite"u8);
            hash.AppendData(data.AsSpan(..^DigestLength));
            return CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), data.AsSpan(^DigestLength..));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static List<string> ReadEntries(ReadOnlySpan<byte> data, char[] password, List<TlsKeyStoreEntry> entries)
    {
        JavaDataReader reader = new(data[sizeof(uint)..]);
        uint version = reader.ReadUInt32(), count = reader.ReadUInt32();
        if (version is not (1 or 2))
            throw new InvalidDataException("its version is unknown");
        if (count > MaxEntries)
            throw new InvalidDataException($"it says that it has more than {MaxEntries} entries");
        List<string> leftOut = [];
        using JceksKeyProtection protection = new(password);
        for (uint i = 0; i < count; i++)
            ReadEntry(ref reader, version, protection, entries, leftOut);
        return reader.IsAtEnd ? leftOut : throw new InvalidDataException("there is more behind its last entry");
    }

    private static void ReadEntry(
        ref JavaDataReader reader, uint version, JceksKeyProtection protection, List<TlsKeyStoreEntry> entries, List<string> leftOut)
    {
        uint kind = reader.ReadUInt32();
        string alias = reader.ReadText();
        // The date of the entry.
        reader.ReadBytes(sizeof(ulong));
        switch (kind)
        {
            case PrivateKeyEntry:
                ReadOnlySpan<byte> encrypted = reader.ReadBytes(reader.ReadUInt32());
                List<QSslCertificate> chain = [];
                for (uint left = reader.ReadUInt32(); left > 0; left--)
                    chain.Add(ReadCertificate(ref reader, version));
                byte[] key = protection.Open(encrypted, out string failure);
                entries.Add(new(alias, key, chain));
                if (failure.Length > 0)
                    leftOut.Add($"the private key '{VisibleText.Of(alias)}', because {failure}");
                break;
            case CertificateEntry:
                entries.Add(new(alias, [], [ReadCertificate(ref reader, version)]));
                break;
            case SecretKeyEntry:
                JavaObjectSkipper.Skip(ref reader);
                leftOut.Add($"the secret key '{VisibleText.Of(alias)}'");
                break;
            default:
                throw new InvalidDataException("it has an entry of an unknown kind");
        }
    }

    private static QSslCertificate ReadCertificate(ref JavaDataReader reader, uint version)
    {
        if (version == 2 && reader.ReadText() is not "X.509")
            throw new InvalidDataException("it has a certificate that is not X.509");
        CertificateReadResult result = CertificateReader.Read(reader.ReadBytes(reader.ReadUInt32()), EncodingFormat.Der);
        return result is { Succeeded: true, Certificates: [QSslCertificate single] }
            ? single
            : throw new InvalidDataException("it has a certificate that cannot be read");
    }
}
